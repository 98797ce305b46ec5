"""Runs over qschema serve whose calls and answers are delayed, dropped, doubled and cut; 300 of them in the soak."""

from __future__ import annotations

import pytest

from tests.apply.kills.conftest import at
from tests.apply.kills.scenarios import FIRST, REVERSIBLE
from tests.apply.network.checks import check_run, outcome_of
from tests.apply.network.weather import Weather
from tests.servers import serving
from tests.soaking import soaking

pytestmark = pytest.mark.usefixtures("short_leases")


@pytest.fixture(scope="module")
def make(tmp_path_factory):
    with serving("--memory") as server:
        yield at(server.url, tmp_path_factory.mktemp("snapshots"))


@pytest.fixture(scope="module")
def expected(make):
    """What each scenario comes to on a good network."""
    return {scenario.name: outcome_of(make, scenario) for scenario in (FIRST, REVERSIBLE)}


@pytest.mark.parametrize("seed", range(300 if soaking() else 3))
def test_a_run_ends_well_or_is_gone_on_with(make, expected, seed):
    scenario = REVERSIBLE if seed % 4 else FIRST
    check_run(make(scenario), scenario, expected[scenario.name], Weather(seed))
