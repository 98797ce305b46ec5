from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.apply.racing.first import RUNNERS
from tests.apply.racing.racers import MANY, Racers
from tests.apply.racing.racers import racers as started


@pytest.fixture(scope="session")
def racers() -> Iterator[Racers]:
    with started(max(MANY, RUNNERS)) as running:
        yield running
