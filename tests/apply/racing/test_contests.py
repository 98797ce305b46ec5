from __future__ import annotations

import pytest

from tests.apply.racing.contest import hold
from tests.servers import serving
from tests.soaking import soaking

ROUNDS = 50 if soaking() else 2


@pytest.fixture(scope="module")
def url():
    with serving("--memory") as server:
        yield server.url


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_one_of_many_wins_and_who_waits_comes_after_it(racers, url, tmp_path, round_):
    """With the same plan and with different ones, in turn."""
    hold(racers, [url], tmp_path, same=round_ % 2 == 0)
