from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qschema.client import QdrantClient
from tests.apply.reindex.library import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty instance in this process."""
    with QdrantClient(":memory:") as client:
        yield Library.at(client, tmp_path)
