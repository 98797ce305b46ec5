from __future__ import annotations

import pytest

from qschema.apply.patience import poll, read
from qschema.client import requests
from qschema.client.errors import ConnectionFailed, NotFound, ServerError
from tests.apply.bench import ARTICLES


def failing(*errors: Exception, then: object):
    """Return what raises these errors, one at each call, and then returns a value."""
    left = list(errors)

    def look() -> object:
        if left:
            raise left.pop(0)
        return then

    return look


BROKEN = ServerError("0 of 0 read operations failed", status=500)
GONE = ConnectionFailed("connection refused")


def test_it_looks_until_there_is_something_to_see():
    values = iter([None, False, (), "seen"])
    assert poll(lambda: next(values), 60) == "seen"


def test_it_looks_in_spite_of_answers_that_never_come():
    assert poll(failing(BROKEN, GONE, then="seen"), 60) == "seen"


def test_without_time_it_looks_once():
    assert poll(lambda: None, 0) is None
    with pytest.raises(ServerError):
        poll(failing(BROKEN, then="seen"), 0)


def test_an_answer_is_an_answer():
    with pytest.raises(NotFound):
        poll(failing(NotFound("no such collection", status=404), then="seen"), 60)


def test_reading_waits_for_a_server_that_fails_for_a_moment_but_for_none_that_is_gone():
    assert read(failing(BROKEN, BROKEN, then=[])) == []
    with pytest.raises(ConnectionFailed):
        read(failing(GONE, then=[]))


def test_a_plan_and_its_apply_go_on_while_another_node_catches_up(bench):
    def lagging(onward):
        raise BROKEN

    for kind in (requests.GetCollection, requests.ScrollPoints):
        bench.faults.add(lagging, kind, times=2)
    plan = bench.plan({"articles": ARTICLES})
    for kind in (requests.GetCollection, requests.ScrollPoints):
        bench.faults.add(lagging, kind, times=2)
    assert bench.carry_out(plan).steps == ("done",) * 3
