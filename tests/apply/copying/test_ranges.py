from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qschema.apply.copying.ids import after, place_of
from qschema.apply.copying.ranges import cut
from qschema.client import QdrantClient

_ids = st.integers(0, 2**64 - 1) | st.uuids().map(str) | st.sampled_from([0, 2**64 - 1, str(UUID(int=0))])


@given(_ids, _ids)
def test_no_id_lies_between_one_and_the_next(id: int | str, other: int | str) -> None:
    following = after(id)
    assert following is not None
    assert place_of(id) < place_of(following)
    assert not place_of(id) < place_of(other) < place_of(following)


def test_there_is_a_last_id() -> None:
    assert after(str(UUID(int=2**128 - 1))) is None


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ids=st.lists(_ids, unique=True, max_size=30), count=st.integers(1, 6), probes=st.lists(_ids))
def test_every_id_has_one_range(here: QdrantClient, ids: list[int | str], count: int, probes: list[int | str]) -> None:
    here.delete_collection("cut")
    here.create_collection("cut", vectors_config={})
    if ids:
        here.upsert("cut", [{"id": id, "vector": {}} for id in ids])
    ranges = cut(here, "cut", count)
    assert 1 <= len(ranges) <= count
    for id in (*ids, *probes):
        held = [one for one in ranges if one.holds(id) and (one.start is None or place_of(one.start) <= place_of(id))]
        assert len(held) == 1


@pytest.mark.parametrize("count", [1, 4])
def test_ranges_are_alike(here: QdrantClient, count: int) -> None:
    here.delete_collection("cut")
    here.create_collection("cut", vectors_config={})
    here.upsert("cut", [{"id": id * 7, "vector": {}} for id in range(400)])
    ranges = cut(here, "cut", count)
    assert len(ranges) == count
