from __future__ import annotations

from pathlib import Path

import pytest

from tests.apply.bench import Bench
from tests.apply.snapshots.shop import Shop


@pytest.fixture
def shop(bench: Bench, tmp_path: Path) -> Shop:
    """An instance in this process with two collections that have points."""
    return Shop.furnished(bench, tmp_path / "snapshots")
