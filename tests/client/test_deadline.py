from __future__ import annotations

import math

import pytest

from qschema.client import models, requests
from qschema.client.errors import InvalidRequest
from qschema.client.transports.deadline import MARGIN_SECONDS, Deadline, seconds_for


def test_the_caller_wins_then_the_request_then_the_transport():
    patient = requests.DeleteCollection("c", timeout=10)
    assert seconds_for(patient, 2, 60) == 2
    assert seconds_for(patient, None, 60) == 10 + MARGIN_SECONDS
    assert seconds_for(requests.DeleteCollection("c"), None, 60) == 60
    assert seconds_for(requests.GetCollections(), None, 60) == 60
    assert seconds_for(requests.CountPoints("c", models.CountRequest()), None, 60) == 60


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
