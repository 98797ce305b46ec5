from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.client.embedded.optimising.rules import indexed_bytes, is_below, is_small, need_of, never
from qschema.client.embedded.optimising.segments import Segment


def config(vectors: Any = None, hnsw: Any = None, **optimizers: Any) -> dict[str, Any]:
    return {
        "params": {"vectors": vectors or {"size": 256, "distance": "Dot"}},
        "hnsw_config": {"m": 16, **(hnsw or {})},
        "optimizer_config": {
            "indexing_threshold": 10_000,
            "deleted_threshold": 0.2,
            "vacuum_min_vector_number": 1000,
            **optimizers,
        },
    }


def to_write(points: int) -> Segment:
    return Segment("a", points, 0, True)


def built(points: int, deleted: int = 0) -> Segment:
    return Segment("b", points, deleted, False)


SEGMENTS = st.lists(
    st.builds(Segment, st.just("s"), st.integers(0, 50_000), st.just(0), st.just(True))
    | st.integers(0, 50_000).flatmap(lambda n: st.builds(built, st.just(n), st.integers(0, n))),
    max_size=5,
)


@pytest.mark.parametrize(("points", "wanted"), [(9_999, None), (10_000, "indexing"), (10_001, "indexing")])
def test_a_graph_is_due_from_so_many_kilobytes_on(points, wanted):
    need = need_of(config(), [to_write(points)], outdated=False, passed_over=0)
    assert (need and need.optimizer) == wanted
    assert is_below(config(), points) == (wanted is None)


@given(segments=SEGMENTS, passed_over=st.integers(0, 1000))
def test_without_a_threshold_no_graph_is_ever_due(segments, passed_over):
    for threshold in (0, None):
        need = need_of(config(indexing_threshold=threshold), segments, outdated=False, passed_over=passed_over)
        assert need is None or need.optimizer == "vacuum"


@given(segments=SEGMENTS)
def test_what_is_outdated_is_always_due(segments):
    need = need_of(config(indexing_threshold=0), segments, outdated=True, passed_over=0)
    assert need is not None
    assert need.optimizer == "config mismatch"
    assert need.pressing


@given(segments=SEGMENTS, threshold=st.integers(1, 20_000))
def test_what_was_passed_over_is_no_reason_any_more(segments, threshold):
    waiting = sum(segment.points for segment in segments if segment.open)
    need = need_of(config(indexing_threshold=threshold), segments, outdated=False, passed_over=waiting)
    assert need is None or need.optimizer == "vacuum"


@pytest.mark.parametrize(("waiting", "pressing"), [(10_000, False), (20_000, False), (30_000, True)])
def test_a_collection_that_is_being_written_to_waits_for_a_backlog_of_a_quarter(waiting, pressing):
    need = need_of(config(), [built(90_000), to_write(waiting)], outdated=False, passed_over=0)
    assert need is not None
    assert need.pressing is pressing


@pytest.mark.parametrize(("points", "deleted", "wanted"), [(1000, 200, False), (1000, 201, True), (999, 900, False)])
def test_a_segment_is_cleaned_up_when_more_than_a_share_of_it_is_deleted(points, deleted, wanted):
    need = need_of(config(), [built(points, deleted)], outdated=False, passed_over=0)
    assert (need is not None and need.optimizer == "vacuum") is wanted


@pytest.mark.parametrize(
    ("vectors", "hnsw", "size"),
    [
        ({"size": 8, "distance": "Dot"}, {}, 32),
        ({"size": 8, "distance": "Dot", "datatype": "float16"}, {}, 16),
        ({"size": 8, "distance": "Dot", "datatype": "uint8"}, {}, 8),
        ({"a": {"size": 8}, "b": {"size": 16}}, {}, 64),
        ({"size": {"size": 8}, "b": {"size": 2}}, {}, 32),
        ({"a": {"size": 8}, "b": {"size": 16, "hnsw_config": {"m": 0}}}, {}, 32),
        ({"a": {"size": 8}}, {"m": 0}, 0),
        ({"a": {"size": 8, "hnsw_config": {"m": 4}}}, {"m": 0}, 32),
        ({"a": {"size": 8}}, {"m": 0, "payload_m": 8}, 32),
    ],
)
def test_the_largest_vector_that_has_a_graph_counts(vectors, hnsw, size):
    assert indexed_bytes(config(vectors, hnsw)) == size


def test_what_is_small_and_what_is_never_built():
    assert is_small(config(), 1023)
    assert not is_small(config(), 1024)
    assert never(config(max_optimization_threads=0))
    assert not never(config(max_optimization_threads=None))
