from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.session import Shell

PROJECT = """\
project: library
schemas: [schema/*.yaml]
environments:
  local: {path: .qschema/local}
default_environment: local
"""

ARTICLES = """\
collections:
  articles:
    vectors:
      text: {size: 4, distance: Cosine}
    payload_indexes:
      tenant: keyword
"""


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell in an empty folder, with nothing of this machine's settings."""
    folder = tmp_path / "library"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("QDRANT_API_KEY", "QSCHEMA_DEBUG", "FORCE_COLOR", "GITHUB_RUN_ID", "CI_JOB_URL", "BUILD_URL"):
        monkeypatch.delenv(name, raising=False)
    return Shell(folder)


@pytest.fixture
def library(shell: Shell) -> Shell:
    """A shell in the folder of a project with one collection."""
    shell.write("qschema.yaml", PROJECT)
    shell.write("schema/articles.yaml", ARTICLES)
    return shell
