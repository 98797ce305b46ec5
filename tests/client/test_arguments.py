from __future__ import annotations

import uuid

import numpy as np
import pytest

from qschema.client import models
from qschema.client.arguments import (
    as_query,
    as_query_request,
    chosen,
    insertion,
    listed,
    names,
    refuse_unknown,
    selection,
    whole_seconds,
)
from qschema.client.errors import InvalidRequest

POINT = models.PointStruct(id=1, vector=[1.0])
AS_DICT = {"id": 1, "vector": [1.0]}
BATCH = models.Batch(ids=[1], vectors=[[1.0]])
FILTER = models.Filter(must=[models.IsNullCondition(is_null=models.PayloadField(key="a"))])


@pytest.mark.parametrize("points", [[POINT], (POINT,), [AS_DICT], iter([POINT]), (AS_DICT for _ in range(1))])
def test_points_of_any_kind_are_inserted_as_a_list(points):
    assert insertion(points, "k", FILTER, "upsert") == models.PointsList(
        points=[POINT], shard_key="k", update_filter=FILTER, update_mode="upsert"
    )


@pytest.mark.parametrize("points", [BATCH, {"ids": [1], "vectors": [[1.0]]}])
def test_a_batch_is_inserted_as_columns(points):
    assert insertion(points, None, None, None).batch == BATCH


def test_a_body_is_taken_as_it_is():
    body = models.PointsList(points=[POINT], shard_key="a", update_mode="upsert")
    assert insertion(body, None, None, None) == body
    assert insertion(body, "b", None, None) == models.PointsList(points=[POINT], shard_key="b", update_mode="upsert")
    assert body.shard_key == "a"


@pytest.mark.parametrize("points", [POINT, "points", b"points", 7, None])
def test_what_is_no_points(points):
    with pytest.raises(InvalidRequest, match="points can't be a"):
        insertion(points, None, None, None)


@pytest.mark.parametrize(
    "selector",
    [[1, "a"], (1, "a"), iter([1, "a"]), {"points": [1, "a"]}, models.PointIdsList(points=[1, "a"])],
)
def test_ids_select(selector):
    chosen = selection(selector, None)
    assert isinstance(chosen, models.PointIdsList)
    assert chosen.points == [1, "a"]


@pytest.mark.parametrize("selector", [FILTER, {"filter": FILTER}, models.FilterSelector(filter=FILTER)])
def test_filters_select(selector):
    chosen = selection(selector, None)
    assert isinstance(chosen, models.FilterSelector)
    assert chosen.filter == FILTER


def test_a_shard_key_given_apart_wins_and_leaves_the_selector_alone():
    selector = models.PointIdsList(points=[1], shard_key="a")
    assert selection(selector, "b").shard_key == "b"
    assert selection(selector, None).shard_key == "a"
    assert selector.shard_key == "a"


@pytest.mark.parametrize("selector", ["a", 7, None])
def test_what_selects_nothing(selector):
    with pytest.raises(InvalidRequest, match="points_selector"):
        selection(selector, None)


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        ([1.0, 2.0], [1.0, 2.0]),
        ((1.0, 2.0), [1.0, 2.0]),
        ([[1.0], [2.0]], [[1.0], [2.0]]),
        (np.array([0.5, 2], np.float32), [0.5, 2.0]),
        (np.array([[1], [2]]), [[1.0], [2.0]]),
        (7, 7),
        ("a", "a"),
        (uuid.UUID(int=3), uuid.UUID(int=3)),
        (models.SparseVector(indices=[1], values=[1.0]), models.SparseVector(indices=[1], values=[1.0])),
        (models.Document(text="t", model="m"), models.Document(text="t", model="m")),
    ],
)
def test_what_means_the_nearest(query, nearest):
    assert as_query(query) == models.NearestQuery(nearest=nearest)


def test_queries_stay_what_they_are():
    fusion = models.FusionQuery(fusion=models.Fusion.RRF)
    assert as_query(fusion) is fusion
    assert as_query({"fusion": "rrf"}) == fusion
    assert as_query(None) is None
    with pytest.raises(InvalidRequest, match="object"):
        as_query(object())


@pytest.mark.parametrize(
    ("selector", "fields"),
    [
        ([1, "a"], {"points": [1, "a"], "shard_key": None}),
        (FILTER, {"filter": FILTER, "shard_key": None}),
        (models.PointIdsList(points=[1], shard_key="a"), {"points": [1], "shard_key": "a"}),
        ({"filter": FILTER, "shard_key": "a"}, {"filter": FILTER, "shard_key": "a"}),
    ],
)
def test_what_selects_in_the_fields_of_another_body(selector, fields):
    assert chosen(selector, None) == fields
    assert chosen(selector, "b") == {**fields, "shard_key": "b"}
    assert models.SetPayload(payload={}, **chosen(selector, "b")).shard_key == "b"


def test_queries_of_a_batch():
    plain = models.QueryRequest(query=[1.0], limit=3)
    assert as_query_request(plain) == models.QueryRequest(query=models.NearestQuery(nearest=[1.0]), limit=3)
    assert plain.query == [1.0]
    ready = models.QueryRequest(query=models.FusionQuery(fusion="rrf"))
    assert as_query_request(ready) is ready
    assert as_query_request({"query": 7}) == models.QueryRequest(query=models.NearestQuery(nearest=7))
    assert as_query_request({}) == models.QueryRequest()


def test_lists():
    given = [1]
    assert listed("ids", given) is given
    assert listed("ids", (1, 2)) == listed("ids", iter([1, 2])) == [1, 2]
    for wrong in ("text", b"bytes", 7, None, POINT):
        with pytest.raises(InvalidRequest, match=f"ids can't be a {type(wrong).__name__}"):
            listed("ids", wrong)


def test_small_things():
    assert [whole_seconds(timeout) for timeout in (None, 1, 1.2, 0.1)] == [None, 1, 2, 1]
    assert names(("a", "b")) == ["a", "b"]
    assert names(True) is True
    refuse_unknown("count", {})
