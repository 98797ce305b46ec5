from __future__ import annotations

import math

import pytest

from qschema.client import models, requests
from qschema.client.errors import InvalidRequest
from qschema.client.transports.deadline import DEFAULT_SECONDS, MARGIN_SECONDS, Deadline, Patience, timed

UPSERT = requests.UpsertPoints("c", models.PointsList(points=[]))


def test_the_caller_wins_then_the_request_then_the_client():
    patient = requests.DeleteCollection("c", timeout=10)
    assert timed(patient, 2, 60) == (patient, 2)
    assert timed(patient, None, 60) == (patient, 10 + MARGIN_SECONDS)
    assert timed(requests.DeleteCollection("c", timeout=1), None, 60)[1] == 2
    assert timed(requests.DeleteCollection("c"), None, None) == (requests.DeleteCollection("c"), DEFAULT_SECONDS)


def test_the_server_is_told_the_limit_of_the_client():
    assert timed(requests.DeleteCollection("c"), None, 20) == (patient_delete(20), 20 + MARGIN_SECONDS)
    assert timed(requests.DeleteCollection("c"), None, 0.5) == (patient_delete(1), 1.0)
    assert timed(requests.GetCollections(), None, 20) == (requests.GetCollections(), 20)


def test_the_client_gives_up_on_updates_itself_a_server_would_say_that_all_is_well():
    assert timed(UPSERT, None, 20) == (UPSERT, 20)


def patient_delete(seconds: int) -> requests.DeleteCollection:
    return requests.DeleteCollection("c", timeout=seconds)


def test_patience_is_for_each_wait():
    patience = Patience(7)
    assert not patience.over
    assert dict(patience) == dict.fromkeys(("connect", "pool", "read", "write"), 7)


def test_every_phase_is_told_what_is_left():
    deadline = Deadline(1000)
    assert not deadline.over
    assert set(deadline) == {"connect", "pool", "read", "write"}
    assert all(0 < deadline.get(phase) <= 1000 for phase in deadline)


def test_no_time_left_is_still_a_time():
    deadline = Deadline(1e-9)
    assert deadline.over
    assert deadline["read"] > 0


@pytest.mark.parametrize("seconds", [0, -1, math.inf, math.nan])
def test_what_is_no_timeout(seconds):
    with pytest.raises(InvalidRequest):
        Deadline(seconds)
