"""Whole sessions as people see them. QSCHEMA_WRITE_GOLDEN=1 writes them anew; read what changed before it is kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from qschema.apply.reindex import filling
from tests.cli.session import Shell, replay

SESSIONS = sorted((Path(__file__).parent / "sessions").glob("*.txt"))


@pytest.mark.parametrize("file", SESSIONS, ids=lambda file: file.stem)
def test_it_goes_as_written(shell: Shell, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "SETTLE_SECONDS", 0.0)  # nobody else writes
    written = file.read_text(encoding="utf-8")
    seen = replay(written, shell)
    if os.environ.get("QSCHEMA_WRITE_GOLDEN"):
        file.write_text(seen, encoding="utf-8")
    assert seen == written
