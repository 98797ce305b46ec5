from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.apply.racing.first import RUNNERS
from tests.apply.racing.racers import Racers, many
from tests.apply.racing.racers import racers as started


@pytest.fixture(scope="session")
def racers() -> Iterator[Racers]:
    with started(max(many(), RUNNERS)) as running:
        yield running
