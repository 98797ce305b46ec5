from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.client import models, requests
from qschema.client.errors import (
    BadRequest,
    ConnectionFailed,
    ConnectTimeout,
    NotFound,
    QuotaExceeded,
    RateLimited,
    ResponseHandlingException,
    ServerError,
    ServerTimeout,
    Timeout,
    Unauthorized,
)
from qschema.client.transports.deadline import Deadline
from qschema.client.transports.retries import LONGEST_PAUSE, LONGEST_RETRY_AFTER, Attempts, Budget

REPEATABLE = requests.GetCollections()
ONCE = requests.CreateCollection("c", models.CreateCollection())


def attempts(request=REPEATABLE, *, seconds=1000.0, retries=3, budget=None, draw=lambda low, high: high) -> Attempts:
    return Attempts(request, Deadline(seconds), retries, budget or Budget(), draw)


def limited(seconds: float | None) -> RateLimited:
    error = RateLimited("slow down", status=429)
    error.retry_after = seconds
    return error


def lasting() -> ConnectionFailed:
    error = ConnectionFailed("untrusted")
    error.lasting = True
    return error


BROKEN = ResponseHandlingException("the connection broke")

ALWAYS = [ConnectionFailed("refused"), limited(0.0), limited(1.0)]
IF_REPEATABLE = [BROKEN, *(ServerError("…", status=status) for status in (502, 503, 504))]
NEVER = [
    *(lasting(), limited(None), limited(LONGEST_RETRY_AFTER + 1), ServerError("…", status=500)),
    *(QuotaExceeded("…", status=507), BadRequest("…", status=400), Unauthorized("…", status=401)),
    *(NotFound("…", status=404), ServerTimeout("…", status=408), Timeout("…")),
    ResponseHandlingException("an HTML page", status=200),
]


@pytest.mark.parametrize("error", ALWAYS, ids=repr)
@pytest.mark.parametrize("request_", [REPEATABLE, ONCE], ids=["repeatable", "once"])
def test_what_was_never_let_through_is_repeated(error, request_):
    assert attempts(request_).pause_after(error) is not None


@pytest.mark.parametrize("error", IF_REPEATABLE, ids=repr)
def test_what_may_have_happened_is_repeated_where_that_does_no_harm(error):
    assert attempts().pause_after(error) is not None
    assert attempts(ONCE).pause_after(error) is None


@pytest.mark.parametrize("error", NEVER, ids=repr)
def test_what_would_end_the_same_is_not_repeated(error):
    assert attempts().pause_after(error) is None


def test_no_connection_in_time_leaves_no_time():
    assert attempts(seconds=1e-6).pause_after(ConnectTimeout("no connection")) is None


@given(st.integers(0, 20))
def test_as_often_as_was_said_and_ever_more_slowly(retries):
    budget = Budget()
    budget.tokens_at_most = 1000.0
    course = attempts(retries=retries, budget=budget, seconds=10_000)
    budget._tokens = 1000.0
    pauses = []
    while (pause := course.pause_after(BROKEN)) is not None:
        pauses.append(pause)
    assert len(pauses) == retries
    assert pauses == sorted(pauses)
    assert all(0 < pause <= LONGEST_PAUSE for pause in pauses)
    assert course.made == retries + 1


@given(st.floats(0.001, 100), st.floats(0, LONGEST_RETRY_AFTER), st.sampled_from([0.0, 0.5, 1.0]))
def test_no_pause_outlasts_the_deadline(seconds, asked, luck):
    course = attempts(seconds=seconds, draw=lambda low, high: low + luck * (high - low))
    pause = course.pause_after(limited(asked))
    assert pause is None or asked <= pause < seconds


def test_pauses_are_drawn_by_lot():
    assert {attempts(draw=lambda low, high: low).pause_after(BROKEN), attempts().pause_after(BROKEN)} == {0.0, 0.1}


def test_an_instance_in_trouble_is_left_alone_until_it_recovers():
    budget = Budget()
    while not budget.exhausted:
        attempts(budget=budget).pause_after(BROKEN)
    assert attempts(budget=budget).pause_after(BROKEN) is None
    for _ in range(100):
        attempts(budget=budget).succeeded()
    assert attempts(budget=budget).pause_after(BROKEN) is not None
