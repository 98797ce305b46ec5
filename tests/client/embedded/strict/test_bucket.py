from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.client.embedded.strict.rates.bucket import Bucket
from qschema.client.errors import RateLimited


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def takes(bucket: Bucket, cost: int) -> bool:
    try:
        bucket.take(cost)
    except RateLimited:
        return False
    return True


@given(
    per_minute=st.integers(1, 500),
    calls=st.lists(st.tuples(st.floats(0, 30), st.integers(0, 20)), max_size=60),
)
def test_no_minute_has_more_than_twice_what_the_bucket_holds(per_minute, calls):
    clock, taken = Clock(), []
    bucket = Bucket("Read", per_minute, clock)
    for pause, cost in calls:
        clock.now += pause
        if takes(bucket, cost):
            taken.append((clock.now, cost))
    for start, _ in taken:
        within = sum(cost for when, cost in taken if start <= when <= start + 60)
        assert within <= 2 * per_minute + 1e-6


@given(per_minute=st.integers(1, 500), costs=st.lists(st.integers(1, 500), min_size=1, max_size=30))
def test_what_is_said_to_wait_is_enough(per_minute, costs):
    clock = Clock()
    bucket = Bucket("Write", per_minute, clock)
    for cost in costs:
        wait = refusal(bucket, cost)
        if wait is not None:
            clock.now += wait
            assert takes(bucket, cost)


def refusal(bucket: Bucket, cost: int) -> float | None:
    """Try to take tokens; return how long to wait for them, None if they were there, or never are."""
    try:
        bucket.take(cost)
    except RateLimited as error:
        return error.retry_after
    return None


def test_the_refusal_says_what_is_there_and_how_long_to_wait():
    clock = Clock()
    bucket = Bucket("Read", 2, clock)
    bucket.take(2)
    clock.now = 3.0
    with pytest.raises(RateLimited) as caught:
        bucket.take(1)
    said = "Read rate limit exceeded: Operation requires 1 tokens but only 0.1 were available. Retry after 27s"
    assert caught.value.what == f"Rate limiting exceeded: {said}"
    assert (caught.value.status, caught.value.retry_after, caught.value.retry_after_s) == (429, 27.0, 27)


def test_a_refusal_takes_nothing():
    bucket = Bucket("Read", 3, Clock())
    bucket.take(2)
    assert not takes(bucket, 2)
    assert takes(bucket, 1)


def test_what_never_fits_has_no_time_to_wait_for():
    with pytest.raises(RateLimited, match="request larger than rate limiter capacity") as caught:
        Bucket("Write", 3, Clock()).take(4)
    assert caught.value.retry_after is None


def test_a_refusal_survives_the_way_to_another_process():
    bucket = Bucket("Read", 2, Clock())
    bucket.take(2)
    with pytest.raises(RateLimited) as caught:
        bucket.take(1)
    assert pickle.loads(pickle.dumps(caught.value)).retry_after == caught.value.retry_after == 30.0


def test_threads_get_no_more_than_there_is():
    bucket = Bucket("Read", 1000, Clock())
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(lambda _: takes(bucket, 1), range(2000))) == 1000
