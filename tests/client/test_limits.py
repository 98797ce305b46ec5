from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.client import models
from qschema.client.limits import first_breach, first_null
from qschema.client.models.bounds import BOUNDS, NEVER_NULL, RANGES
from qschema.client.newer import drop_newer, first_newer
from qschema.client.requests.base import adapter
from qschema.client.walking import models_in
from tests.strategies.bodies import changes, creations

NESTED = {"type": "keyword", "nested": "b"}
SPARSE = {"indices": [1], "values": [1.0]}
VECTOR = {"size": 4, "distance": "Dot"}


def read(kind: Any, body: Any) -> Any:
    return adapter(kind).validate_json(json.dumps(body))


def status(kind: Any, body: Any) -> int | None:
    breach = first_breach(read(kind, body))
    return None if breach is None else breach.status


@given(st.one_of(creations(tame=False), creations()))
def test_what_a_server_takes_keeps_all_limits(body):
    assert first_breach(read(models.CreateCollection, body)) is None
    assert first_newer(read(models.CreateCollection, body), (1, 19)) is None


@given(changes(tame=False))
def test_changes_that_a_server_takes_keep_all_limits(body):
    assert first_breach(read(models.UpdateCollection, body)) is None


NUMBERS = [key for key in BOUNDS.keys() & RANGES.keys() if BOUNDS[key][0] is not None]


@pytest.mark.parametrize("key", sorted(NUMBERS), ids="-".join)
def test_each_number_is_held_to_its_type_first_and_to_its_bounds_then(key):
    kind, field = getattr(models, key[0]), key[1]
    (low, high), (least, greatest) = RANGES[key], BOUNDS[key]

    def found(number: int) -> int | None:
        unsaid = dict.fromkeys(kind.model_fields)
        breach = first_breach(kind.model_construct(_fields_set={field}, **{**unsaid, field: number}))
        return None if breach is None else breach.status

    assert found(low - 1) == 400
    assert found(high + 1) == 400
    assert least is not None
    if least > low and isinstance(least, int):
        assert found(least - 1) == 422
    if greatest is not None and greatest < high:
        assert found(int(greatest) + 1) == 422
    assert found(max(low, int(least) + (key == ("WalConfigDiff", "wal_retain_closed")))) is None


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        (models.CreateCollection, {"vectors": {"a": {**VECTOR, "size": 0}}}, 400),
        (models.CreateCollection, {"vectors": {"a": {**VECTOR, "size": 65537}}}, 422),
        (models.CreateCollection, {"vectors": {**VECTOR, "memory": "pinned"}}, 422),
        (models.CreateCollection, {"vectors": {**VECTOR, "hnsw_config": {"memory": "pinned"}}}, None),
        (models.CreateCollection, {"payload": {"memory": "pinned"}}, 422),
        (models.CreateCollection, {"sparse_vectors": {"s": {"index": {"datatype": "turbo4"}}}}, 422),
        (models.CreateCollection, {"sparse_vectors": {"s": {"index": {"memory": "pinned"}}}}, None),
        (models.CreateCollection, {"wal_config": {"wal_retain_closed": 0}}, 422),
        (models.CreateCollection, {"replication_factor": 0}, 422),
        (models.UpdateCollection, {"params": {"replication_factor": 0}}, 400),
        (models.UpdateCollection, {"vectors": {"a": {"memory": "pinned"}}}, 422),
        (models.CreateCollection, {"hnsw_config": {"ef_construct": 3}, "shard_number": -1}, 400),
        (models.CreateCollection, {"optimizers_config": {"max_optimization_threads": "auto"}}, None),
        (models.CreateCollection, {"metadata": {"size": -1, "hnsw_config": {"m": -1}}}, None),
        (models.ScrollRequest, {"limit": 0}, 422),
        (models.ScrollRequest, {"limit": -1}, 400),
        (models.PointIdsList, {"points": [1, "a", -1]}, 400),
        (models.QueryRequest, {"prefetch": [{"query": [1.0], "limit": 0}]}, 422),
        (models.QueryRequest, {"query": {"rrf": {"k": 0}}}, 422),
        (models.Filter, {"must": [{"has_id": [2**64]}]}, 400),
        (models.Filter, {"must": [{"must_not": [{"key": "a", "match": {"value": 2**63}}]}]}, 400),
        (models.Filter, {"min_should": {"conditions": [], "min_count": 0}}, 422),
        (models.SparseVector, {"indices": [1, 2**32], "values": [1.0, 2.0]}, 400),
    ],
)
def test_limits_anywhere_in_a_body(kind, body, expected):
    assert status(kind, body) == expected


def test_not_a_number_keeps_no_bounds():
    breach = first_breach(models.OptimizersConfigDiff(deleted_threshold=float("nan")))
    assert breach is not None
    assert breach.status == 422


@pytest.mark.parametrize("key", sorted(NEVER_NULL), ids="-".join)
def test_nulls_that_can_not_be_read(key):
    kind, field = getattr(models, key[0]), key[1]
    unsaid = dict.fromkeys(kind.model_fields)
    assert first_null(kind.model_construct(_fields_set={field}, **unsaid)) == ((field,), 400, "can't be null")
    assert first_null(kind.model_construct(_fields_set=set(), **unsaid)) is None


@pytest.mark.parametrize(
    ("kind", "body", "place"),
    [
        (
            models.CreateFieldIndex,
            {"field_name": "a", "field_schema": {"type": "keyword", "nested": "b"}},
            "field_schema.nested",
        ),
        (models.CreateCollection, {"vectors": {"a": {**VECTOR, "datatype": "turbo8"}}}, "vectors.a.datatype"),
        (models.CreateCollection, {"id_tracker": {"memory": "cold"}}, "id_tracker"),
        (models.Filter, {"must": [{"key": "a", "match": {"substring": "b"}}]}, "must.0.match"),
        (models.CreateCollection, {"vectors": {"a": {**VECTOR, "datatype": "turbo4"}}}, None),
    ],
)
def test_what_is_newer_than_the_engine(kind, body, place):
    newer = first_newer(read(kind, body), (1, 19))
    assert (None if newer is None else ".".join(newer.path)) == place
    assert first_newer(read(kind, body), (1, 20)) is None


def test_fields_that_an_older_server_drops():
    body = read(models.CreateFieldIndex, {"field_name": "a", "field_schema": {"type": "text", "scoring": True}})
    drop_newer(body, (1, 19))
    assert body == read(models.CreateFieldIndex, {"field_name": "a", "field_schema": {"type": "text"}})
    assert "scoring" not in body.field_schema.model_fields_set


def test_models_are_found_wherever_they_stand_but_not_in_payloads():
    deep = read(
        models.QueryRequest,
        {
            "prefetch": [
                {"prefetch": {"query": {"recommend": {"positive": [1, [0.5], {"indices": [1], "values": [1.0]}]}}}}
            ],
            "query": {"formula": {"sum": [1.0, {"mult": ["a", {"key": "b", "match": {"value": 1}}]}]}},
        },
    )
    kinds = [type(model).__name__ for _, model in models_in(deep)]
    assert "SparseVector" in kinds
    assert "MatchValue" in kinds
    point = models.PointStruct(id=1, vector=[1.0], payload={"a": {"key": "b"}})
    assert [path for path, _ in models_in(point)] == [()]
    assert list(models_in([1.0, 2.0])) == []
