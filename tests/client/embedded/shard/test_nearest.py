from __future__ import annotations

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qschema.client import models
from qschema.client.errors import BadRequest, NotFound, ValidationFailed
from tests.client.embedded.shard.configs import config, points

EXACT = models.SearchParams(exact=True)
numbers = st.integers(-40, 40).map(lambda n: n / 8)


def rows(width):
    return st.lists(numbers, min_size=width, max_size=width)


def cosine(a, b):
    length = numpy.linalg.norm(a) * numpy.linalg.norm(b)
    return float(numpy.dot(a, b) / length) if length else 0.0


SCORES = {
    "Cosine": cosine,
    "Dot": lambda a, b: float(numpy.dot(a, b)),
    "Euclid": lambda a, b: float(numpy.linalg.norm(numpy.subtract(a, b))),
    "Manhattan": lambda a, b: float(numpy.abs(numpy.subtract(a, b)).sum()),
}
THREE = st.lists(rows(3), min_size=1, max_size=12)


@settings(max_examples=30)
@given(st.sampled_from(sorted(SCORES)), THREE, rows(3), st.integers(1, 15), st.integers(0, 4))
def test_the_nearest_points_come_first_with_their_scores(fresh, distance, vectors, wanted, limit, offset):
    scores = [SCORES[distance](vector, wanted) for vector in vectors]
    best = sorted(scores, reverse=distance in ("Cosine", "Dot"))[offset : offset + limit]
    with fresh(config({"size": 3, "distance": distance})) as shard:
        shard.upsert(points({"id": id, "vector": vector} for id, vector in enumerate(vectors)))
        found = shard.query(models.QueryRequest(query=wanted, limit=limit, offset=offset, params=EXACT))
    assert [point.score for point in found] == pytest.approx(best, abs=1e-3)
    assert [scores[point.id] for point in found] == pytest.approx(best, abs=1e-3)


@settings(max_examples=40)
@given(
    st.lists(st.lists(rows(2), min_size=1, max_size=3), min_size=1, max_size=6),
    st.lists(rows(2), min_size=1, max_size=3),
)
def test_a_multivector_scores_by_its_best_rows(fresh, vectors, wanted):
    scores = {
        id: sum(max(numpy.dot(row, one) for row in vector) for one in wanted) for id, vector in enumerate(vectors)
    }
    parameters = {"size": 2, "distance": "Dot", "multivector_config": {"comparator": "max_sim"}}
    with fresh(config({"m": parameters})) as shard:
        shard.upsert(points({"id": id, "vector": {"m": vector}} for id, vector in enumerate(vectors)))
        found = shard.query(models.QueryRequest(query=wanted, using="m", limit=10, params=EXACT))
    assert {point.id: point.score for point in found} == pytest.approx(scores, abs=1e-3)


sparse = st.dictionaries(st.integers(0, 5), st.integers(1, 20).map(lambda n: n / 4), max_size=4)


def as_sparse(weights):
    return {"indices": list(weights), "values": list(weights.values())}


@settings(max_examples=40)
@given(st.lists(sparse, min_size=1, max_size=6), sparse)
def test_a_sparse_vector_finds_what_shares_an_index(fresh, vectors, wanted):
    scores = {
        id: sum(value * vector[index] for index, value in wanted.items() if index in vector)
        for id, vector in enumerate(vectors)
        if vector.keys() & wanted.keys()
    }
    with fresh(config(sparse={"s": {}})) as shard:
        shard.upsert(points({"id": id, "vector": {"s": as_sparse(vector)}} for id, vector in enumerate(vectors)))
        query = models.SparseVector.model_validate(as_sparse(wanted))
        found = shard.query(models.QueryRequest(query=query, using="s", limit=10))
    assert {point.id: point.score for point in found} == pytest.approx(scores, abs=1e-3)


change = st.tuples(st.sampled_from(["upsert", "bare", "update", "delete", "delete_vectors"]), st.integers(1, 3), sparse)


@settings(max_examples=40)
@given(st.lists(change, max_size=12))
def test_nothing_of_a_sparse_vector_is_found_once_it_is_gone(fresh, changes):
    there: dict[int, dict[int, float] | None] = {}
    with fresh(config(sparse={"s": {}})) as shard:
        for kind, id, weights in changes:
            if kind in ("upsert", "bare"):
                there[id] = weights if kind == "upsert" else None
                shard.upsert(points([{"id": id, "vector": {"s": as_sparse(weights)} if kind == "upsert" else {}}]))
            elif id in there and kind == "update":
                there[id] = weights
                body = {"points": [{"id": id, "vector": {"s": as_sparse(weights)}}]}
                shard.update_vectors(models.UpdateVectors.model_validate(body))
            elif id in there and kind == "delete_vectors":
                there[id] = None
                shard.delete_vectors(models.DeleteVectors(points=[id], vector=["s"]))
            elif kind == "delete":
                there.pop(id, None)
                shard.delete(models.PointIdsList(points=[id]))
        for index in range(6):
            query = models.SparseVector(indices=[index], values=[1.0])
            found = shard.query(models.QueryRequest(query=query, using="s", limit=10))
            assert {p.id: p.score for p in found} == {id: w[index] for id, w in there.items() if w and index in w}


@pytest.fixture
def plane(make):
    """Points on a line, 1 to 5, the distance from 0 being their id."""
    shard = make(config({"e": {"size": 2, "distance": "Euclid"}, "d": {"size": 2, "distance": "Dot"}}))
    shard.upsert(points({"id": id, "vector": {"e": [id, 0], "d": [id, 1]}} for id in range(1, 6)))
    shard.upsert(points([{"id": 9, "vector": {}}]))
    return shard


def ids(found):
    return [point.id for point in found]


def test_a_point_does_not_find_itself(plane):
    assert ids(plane.query(models.QueryRequest(query=1, using="e", limit=9))) == [2, 3, 4, 5]
    assert ids(plane.query(models.QueryRequest(query=[2.0, 0.0], using="e", limit=9)))[0] == 2


def test_points_of_prefetches_are_not_found_either(plane):
    prefetch = models.Prefetch(query=1, using="e", limit=9)
    found = plane.query(models.QueryRequest(query=5, using="e", prefetch=prefetch, limit=9))
    assert ids(found) == [4, 3, 2]


def test_scores_have_a_threshold(plane):
    assert ids(plane.query(models.QueryRequest(query=[0.0, 0.0], using="e", score_threshold=2.5))) == [1, 2]
    assert ids(plane.query(models.QueryRequest(query=[1.0, 0.0], using="d", score_threshold=3.5))) == [5, 4]


def test_more_than_there_is_may_be_asked_for(plane):
    most = 2**64 - 1
    assert len(plane.query(models.QueryRequest(query=[0.0, 0.0], using="e", limit=most))) == 5
    assert plane.query(models.QueryRequest(query=[0.0, 0.0], using="e", limit=most, offset=most)) == []
    assert len(plane.scroll(models.ScrollRequest(limit=most)).points) == 6


def test_without_a_query_points_come_in_the_order_of_their_ids(plane):
    found = plane.query(models.QueryRequest(limit=3, offset=1))
    assert [(point.id, point.score, point.version) for point in found] == [(2, 1.0, 1), (3, 1.0, 1), (4, 1.0, 1)]


def test_what_is_asked_for_comes_along(plane):
    first = plane.query(
        models.QueryRequest(query=[0.0, 0.0], using="e", limit=1, with_vector=["d"], with_payload=True)
    )[0]
    assert (first.vector, first.payload) == ({"d": [1.0, 1.0]}, {})
    assert plane.query(models.QueryRequest(query=[0.0, 0.0], using="e", limit=1))[0].model_fields_set == {
        "id",
        "score",
        "version",
    }


REFUSED = [
    ({"query": [1.0]}, BadRequest),
    ({"query": [1.0, 2.0, 3.0], "using": "e"}, BadRequest),
    ({"query": [1.0, 2.0], "using": "zzz"}, BadRequest),
    ({"query": [], "using": "e"}, BadRequest),
    ({"query": [[1.0, 2.0]], "using": "e"}, BadRequest),
    ({"query": [float("nan"), 1.0], "using": "e"}, BadRequest),
    ({"query": [1e300, 1.0], "using": "e"}, BadRequest),
    ({"query": {"indices": [1], "values": [1.0]}, "using": "e"}, BadRequest),
    ({"query": {"indices": [1, 1], "values": [1.0, 2.0]}, "using": "e"}, ValidationFailed),
    ({"query": {"indices": [1], "values": [1.0, 2.0]}, "using": "e"}, ValidationFailed),
    ({"query": [[1.0, 2.0], [1.0]], "using": "e"}, ValidationFailed),
    ({"query": 77, "using": "e"}, NotFound),
    ({"query": 9, "using": "e"}, NotFound),
    ({"query": "x", "using": "e"}, BadRequest),
    ({"query": [1.0, 2.0], "using": "e", "with_vector": ["zzz"]}, BadRequest),
    ({"query": [1.0, 2.0], "using": "e", "lookup_from": {"collection": "other"}}, BadRequest),
    ({"query": {"recommend": {"positive": []}}, "using": "e"}, ValidationFailed),
    ({"query": {"recommend": {"negative": [1]}}, "using": "e"}, BadRequest),
    ({"query": {"fusion": "rrf"}}, BadRequest),
    ({"query": {"fusion": "rrf"}, "prefetch": {"query": 1, "using": "e"}, "using": "e"}, BadRequest),
    ({"prefetch": {"query": 1, "using": "e"}}, BadRequest),
    ({"query": {"order_by": "n"}}, BadRequest),
    ({"query": {"order_by": "n"}, "score_threshold": 1.0}, BadRequest),
    ({"score_threshold": 1.0}, BadRequest),
]


@pytest.mark.parametrize(("body", "error"), REFUSED, ids=lambda value: str(value)[:70])
def test_searches_that_mean_nothing_are_refused(plane, body, error):
    with pytest.raises(error):
        plane.query(models.QueryRequest.model_validate(body))
