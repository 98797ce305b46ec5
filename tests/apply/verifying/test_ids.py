"""Ids in many ranges: a small page makes small ranges."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qschema.apply.copying.points import PointColumns
from qschema.apply.verifying import Counterpart
from qschema.apply.verifying.checking import STRICT
from qschema.client import models
from tests.apply.verifying.pair import Pair, Point, failed

SMALL = models.StrictModeConfig(enabled=True, max_query_limit=7)
FEW = settings(
    max_examples=max(settings().max_examples // 10, 10),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

ids = st.one_of(st.integers(0, 200), st.integers(0, 200).map(lambda n: f"00000000-0000-4000-8000-{n:012x}"))


def bare(of: set[int | str]) -> list[Point]:
    return [Point(id=id, vector={}, payload={}) for id in of]


@pytest.fixture(scope="module")
def pair(here, there):
    return Pair.of(here, there, [], vectors_config={}, sparse_vectors_config={}, strict_mode_config=SMALL)


@FEW
@given(st.sets(ids, max_size=60), st.sets(ids, max_size=60))
def test_whatever_the_sets_the_difference_is_named(pair, one, other):
    pair.fill(bare(one))
    if one - other:
        pair.drop(*(one - other))
    if other - one:
        pair.new.client.upsert("green", bare(other - one), wait=True)
    report = pair.verify(checks=STRICT)
    assert ("ids" in failed(report)) == (one != other)
    assert ("counts" in failed(report)) == (len(one) != len(other))
    if report["ids"].measured["differing"] == len(one ^ other):
        first = report["ids"].findings
        assert {finding.subject for finding in first} <= one ^ other
        assert len(first) == min(len(one ^ other), 20)
    else:
        assert report["ids"].words.startswith("at least")


def test_a_large_copy_that_lost_nearly_everything(here, there):
    pair = Pair.of(here, there, bare(set(range(2000))), vectors_config={}, sparse_vectors_config={})
    pair.drop(*range(1, 2000))
    report = pair.verify(checks=STRICT)
    assert report["counts"].words == "1 point, 1,999 points too few"
    assert report["ids"].words == "1,999 ids missing"
    assert [one.subject for one in report["ids"].findings] == list(range(1, 21))


@pytest.mark.parametrize("read", ["before", "after"])
def test_writes_between_two_readings_are_no_difference(here, there, read):
    pair = Pair.of(here, there, bare(set(range(20))), vectors_config={}, sparse_vectors_config={})
    written: list[int] = []

    def write(check: str, points: int) -> None:
        if check == "ids" and not written:  # after the ids of the new collection were read, before those of the old one
            written.append(points)
            for client, name in ((here, "blue"), (there, "green")):
                client.upsert(name, bare({100}), wait=True)
                client.delete(name, [0] if read == "after" else [3, 4], wait=True)

    report = pair.verify(checks=STRICT, progress=write)
    assert report.passed
    assert "second look" in report["ids"].words


def test_whatever_is_written_between_two_readings_of_any_page_is_no_difference(pair):
    pair.fill(bare(set(range(200))))
    written: set[int] = set()

    def write(page: PointColumns) -> PointColumns:
        """Write to both what was read of one of them."""
        if page.ids[0] not in written:
            written.add(page.ids[0])
            for side in (pair.old, pair.new):
                side.client.set_payload(side.collection, {"written": page.ids[0]}, page.ids[:3], wait=True)
        return page

    report = pair.verify(checks=STRICT, counterpart=Counterpart(write))
    assert report.passed
    assert len(written) > 20
