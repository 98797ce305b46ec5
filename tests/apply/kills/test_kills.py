"""A run that is killed at any point is gone on with, or taken back; whole matrix in the soak."""

from __future__ import annotations

import pytest

from tests.apply.kills.checks import check_killed_rollback, check_resume, check_rollback
from tests.apply.kills.scenarios import BACKWARD, FORWARD, LOSSES, RETURNS, Case, share


def places(cases: list[Case], first: int) -> list[object]:
    """Return the cases for both places; in the suite each has its own share."""
    return [
        pytest.param(place, case, id=f"{place}-{case.point}")
        for place, case in (
            *(("embedded", case) for case in share(cases, first)),
            *(("served", case) for case in share(cases, first + 8)),
        )
    ]


@pytest.fixture
def make(request, place):
    return request.getfixturevalue(place)


@pytest.mark.parametrize(("place", "case"), places(FORWARD, 0))
def test_it_is_gone_on_with(make, case):
    check_resume(make(case.scenario), case)


@pytest.mark.parametrize(("place", "case"), places(FORWARD, 3))
def test_it_is_taken_back(make, case):
    check_rollback(make(case.scenario), case)


@pytest.mark.parametrize(("place", "case"), places(BACKWARD, 2))
def test_taking_it_back_is_killed_and_done_again(make, case):
    check_killed_rollback(make(case.scenario), case)


@pytest.mark.parametrize(("place", "case"), places(LOSSES, 0))
def test_what_loses_data_is_gone_on_with(make, case):
    check_resume(make(case.scenario), case)


@pytest.mark.parametrize(("place", "case"), places(LOSSES, 1))
def test_what_loses_data_is_taken_back(make, case):
    check_rollback(make(case.scenario), case)


@pytest.mark.parametrize(("place", "case"), places(RETURNS, 0))
def test_taking_back_what_loses_data_is_killed_and_done_again(make, case):
    check_killed_rollback(make(case.scenario), case)
