"""The same on a real server: a run that is killed at any point is gone on with, or taken back."""

from __future__ import annotations

import pytest

from tests.apply.kills.checks import check_killed_rollback, check_resume, check_rollback
from tests.apply.kills.conftest import at
from tests.apply.kills.scenarios import BACKWARD, FORWARD, LOSSES, RETURNS, SHARDS_BACKWARD, SHARDS_FORWARD, share
from tests.live.apply.conftest import free_port

pytestmark = [pytest.mark.live, pytest.mark.usefixtures("short_leases")]


@pytest.fixture(scope="module")
def make(start_server, tmp_path_factory):
    return at(start_server(), tmp_path_factory.mktemp("snapshots"))


@pytest.fixture(scope="module")
def make_cluster(start_server, tmp_path_factory):
    return at(start_server("--cluster", free_port()), tmp_path_factory.mktemp("snapshots"))


def points(cases, first):
    return [pytest.param(case, id=case.point) for case in share(cases, first, every=29)]


@pytest.mark.parametrize("case", points(FORWARD, 5))
def test_it_is_gone_on_with(make, case):
    check_resume(make(case.scenario), case)


@pytest.mark.parametrize("case", points(FORWARD, 14))
def test_it_is_taken_back(make, case):
    check_rollback(make(case.scenario), case)


@pytest.mark.parametrize("case", points(BACKWARD, 7))
def test_taking_it_back_is_killed_and_done_again(make, case):
    check_killed_rollback(make(case.scenario), case)


@pytest.mark.parametrize("case", points(LOSSES, 3))
def test_what_loses_data_is_gone_on_with(make, case):
    check_resume(make(case.scenario), case)


@pytest.mark.parametrize("case", points(LOSSES, 5))
def test_what_loses_data_is_taken_back(make, case):
    check_rollback(make(case.scenario), case)


@pytest.mark.parametrize("case", points(RETURNS, 4))
def test_taking_back_what_loses_data_is_killed_and_done_again(make, case):
    check_killed_rollback(make(case.scenario), case)


@pytest.mark.parametrize("case", points(SHARDS_FORWARD, 3))
def test_shard_keys_are_gone_on_with(make_cluster, case):
    check_resume(make_cluster(case.scenario), case)


@pytest.mark.parametrize("case", points(SHARDS_FORWARD, 2))
def test_shard_keys_are_taken_back(make_cluster, case):
    check_rollback(make_cluster(case.scenario), case)


@pytest.mark.parametrize("case", points(SHARDS_BACKWARD, 1))
def test_taking_shard_keys_back_is_killed_and_done_again(make_cluster, case):
    check_killed_rollback(make_cluster(case.scenario), case)
