from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qschema.apply.reindex import filling
from qschema.client import QdrantClient
from tests.apply.reindex.library import Library


@pytest.fixture(autouse=True)
def _nobody_else_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Don't wait for writers that may have begun before there was a ledger."""
    monkeypatch.setattr(filling, "SETTLE_SECONDS", 0.0)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty instance in this process."""
    with QdrantClient(":memory:") as client:
        yield Library.at(client, tmp_path)
