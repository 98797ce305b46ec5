from __future__ import annotations

import sys

import pytest

from tests.cli.conftest import ARTICLES

PROJECT = """\
project: library
schemas: [schema/*.yaml]
defaults: {replication_factor: 1}
environments:
  local: {path: .qschema/local, overrides: {collections: {articles: {hnsw_config: {m: 8}}}}}
default_environment: local
"""


@pytest.fixture
def exporting(library):
    library.write("qschema.yaml", PROJECT)
    yield library
    sys.modules.pop("models", None)


def test_yaml_is_printed(exporting):
    ended = exporting.qschema("export")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == ARTICLES.replace("    payload", "    replication_factor: 1\n    payload")
    assert "m: 8" in exporting.qschema("--env", "local", "export").out


def test_there_and_back(exporting):
    as_yaml = exporting.qschema("export").out
    ended = exporting.qschema("export", "--format", "python", "--out", "models.py")
    assert ended.err == "Wrote models.py: articles.\n"
    assert (exporting.folder / "models.py").read_text() == PYTHON
    exporting.write("qschema.yaml", PROJECT.replace("schema/*.yaml", "models"))
    assert exporting.qschema("export").out == as_yaml
    planned = exporting.process("plan", "--detailed-exitcode")
    assert planned.code == 2
    assert "[models.py:6]" in planned.out


PYTHON = """\
from __future__ import annotations

from qschema.orm import Collection, field, vector


class Articles(Collection):
    tenant: str = field()
    text: list[float] = vector(4, "Cosine")

    class Meta:
        name = "articles"
        replication_factor = 1
"""


def test_a_file_that_is_there_stays_unless_it_may_go(exporting):
    exporting.write("models.py", "# mine\n")
    assert exporting.qschema("export", "--format", "python", "--out", "models.py").code == 1
    assert (exporting.folder / "models.py").read_text() == "# mine\n"
    assert exporting.qschema("export", "--format", "python", "--out", "models.py", "--overwrite").code == 0


def test_a_mistake_in_a_module_is_told_with_its_line(exporting):
    exporting.write("qschema.yaml", PROJECT.replace("schema/*.yaml", "models"))
    exporting.write("models.py", PYTHON.replace("replication_factor", "replicas"))
    ended = exporting.qschema("export")
    assert ended.code == 1
    assert "models.py:12:9" in ended.err
