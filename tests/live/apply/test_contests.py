from __future__ import annotations

import pytest

from tests.apply.racing.contest import hold
from tests.soaking import soaking

pytestmark = pytest.mark.live

ROUNDS = 50 if soaking() else 2


@pytest.fixture(scope="module")
def one(start_server):
    """A server."""
    return [start_server()]


@pytest.fixture(scope="module")
def two(cluster):
    """Both nodes of a cluster."""
    return cluster


@pytest.mark.parametrize("places", ["one", "two"])
@pytest.mark.parametrize("round_", range(ROUNDS))
def test_one_of_many_wins_and_who_waits_comes_after_it(request, racers, tmp_path, places, round_):
    """With the same plan and with different ones, in turn."""
    hold(racers, request.getfixturevalue(places), tmp_path, same=round_ % 2 == 0)
