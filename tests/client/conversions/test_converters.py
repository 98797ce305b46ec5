"""The official client's converters: every method is here, and makes the same messages and models."""

from __future__ import annotations

from datetime import datetime

import pytest
import qdrant_client.conversions.conversion as theirs
from qdrant_client import grpc as their_grpc
from qdrant_client import models as their_models

from qschema.client import grpc, models
from qschema.client.conversions import conversion as ours
from qschema.client.grpc.pool import message_class

CONVERTERS = ("RestToGrpc", "GrpcToRest")
METHODS = [
    (converter, name)
    for converter in CONVERTERS
    for name in vars(getattr(theirs, converter))
    if name.startswith("convert_")
]


@pytest.mark.parametrize(("converter", "name"), METHODS)
def test_every_method_is_there(converter, name):
    assert callable(getattr(getattr(ours, converter), name))


def test_other_methods_are_not():
    for converter in CONVERTERS:
        for name in ("convert_nothing", "other"):
            with pytest.raises(AttributeError, match=name):
                getattr(getattr(ours, converter), name)


SAMPLES = {
    "filter": models.Filter(must=[models.FieldCondition(key="a", match=models.MatchValue(value=1))]),
    "extended_point_id": 7,
    "vector_struct": {"a": [0.5, 1.5], "b": models.SparseVector(indices=[3], values=[2.0])},
    "point_struct": models.PointStruct(id=1, vector=[0.5], payload={"k": [1, "b", None]}),
    "shard_key_selector": ["a", 2],
    "query_interface": models.FusionQuery(fusion="rrf"),
    "expression": models.SumExpression(sum=["$score", 0.5]),
    "with_payload_interface": ["a"],
    "text_index_params": models.TextIndexParams(type="text", tokenizer="word", stopwords="english"),
    "hnsw_config_diff": models.HnswConfigDiff(m=8),
    "vectors_config": {"a": models.VectorParams(size=4, distance="Dot")},
    "vectors_config_diff": {"": models.VectorParamsDiff(on_disk=True)},
    "distance": models.Distance.COSINE,
    "update_stats": models.UpdateStatus.COMPLETED,
    "text_scoring_interface": False,
    "datetime": datetime(2024, 5, 6),
    "update_operation": models.DeleteOperation(delete=models.PointIdsList(points=[1])),
    "cluster_operations": models.DropReplicaOperation(drop_replica=models.Replica(shard_id=1, peer_id=2)),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_messages_are_those_of_the_official_client(name):
    value = SAMPLES[name]
    known = getattr(their_models, type(value).__name__, None)
    their_value = known.model_validate(value.model_dump()) if hasattr(value, "model_dump") else value
    if isinstance(value, dict):
        their_value = {
            key: getattr(their_models, type(inner).__name__)(**inner.model_dump())
            if hasattr(inner, "model_dump")
            else inner
            for key, inner in value.items()
        }
    if hasattr(value, "value"):
        their_value = known(value.value)
    made = getattr(ours.RestToGrpc, f"convert_{name}")(value)
    expected = getattr(theirs.RestToGrpc, f"convert_{name}")(their_value)
    assert made == (expected if isinstance(expected, int) else grpc.own(expected))


def test_what_takes_more_than_one_argument():
    sent = ours.RestToGrpc.convert_query_request(models.QueryRequest(limit=3), "c")
    assert (sent.collection_name, sent.limit) == ("c", 3)
    changed = ours.RestToGrpc.convert_update_collection(models.UpdateCollection(metadata={"a": 1}), collection_name="c")
    assert changed.collection_name == "c"
    vectors = ours.RestToGrpc.convert_batch_vector_struct({"a": [[1.0], [2.0]]}, 2)
    assert [list(found.vectors.vectors["a"].dense.data) for found in vectors] == [[1.0], [2.0]]
    points = ours.RestToGrpc.convert_point_insert_operation(
        models.PointsList(points=[models.PointStruct(id=1, vector=[1.0])])
    )
    assert [point.id.num for point in points] == [1]
    selector = grpc.PointsSelector(points=grpc.PointsIdsList(ids=[{"num": 1}]))
    keys = grpc.ShardKeySelector(shard_keys=[{"keyword": "k"}])
    assert ours.GrpcToRest.convert_points_selector(selector, keys) == models.PointIdsList(points=[1], shard_key="k")


def test_models_are_made_of_messages_of_either_package():
    operation = models.DropReplicaOperation(drop_replica=models.Replica(shard_id=1, peer_id=2))
    assert (
        ours.GrpcToRest.convert_cluster_operations(ours.RestToGrpc.convert_cluster_operations(operation)) == operation
    )
    with pytest.raises(ValueError, match="no operation"):
        ours.GrpcToRest.convert_cluster_operations(grpc.PointId(num=1))
    for package in (grpc, their_grpc):
        config = package.HnswConfigDiff(m=16, ef_construct=100, full_scan_threshold=10_000)
        assert isinstance(ours.GrpcToRest.convert_hnsw_config(config), models.HnswConfig)
        assert isinstance(ours.GrpcToRest.convert_hnsw_config_diff(config), models.HnswConfigDiff)
    assert ours.GrpcToRest.convert_distance(grpc.Dot) is models.Distance.DOT
    assert ours.GrpcToRest.convert_payload_schema({"a": grpc.PayloadSchemaInfo(data_type=grpc.Keyword, points=2)}) == {
        "a": models.PayloadIndexInfo(data_type="keyword", points=2)
    }
    info = models.PayloadIndexInfo(data_type="geo", points=0)
    assert ours.RestToGrpc.convert_payload_schema({"a": info})["a"].data_type == grpc.Geo


def test_payloads():
    payload = {"a": [1, 0.5, None, True], "b": {"c": "d"}}
    assert ours.grpc_to_payload(ours.payload_to_grpc(payload)) == payload
    assert ours.GrpcToRest.convert_payload(ours.RestToGrpc.convert_payload(payload)) == payload
    assert isinstance(ours.json_to_value(1), message_class("Value"))
    assert ours.value_to_json(theirs.json_to_value([1, "a"])) == [1, "a"]


def test_types_of_indexes():
    for name in ("Keyword", "Integer", "Float", "Geo", "Text", "Bool", "Datetime", "Uuid"):
        reported, created = getattr(grpc.PayloadSchemaType, name), getattr(grpc.FieldType, f"FieldType{name}")
        assert ours.grpc_payload_schema_to_field_type(reported) == created
        assert ours.grpc_field_type_to_payload_schema(created) == reported
    with pytest.raises(ValueError, match="is no PayloadSchemaType"):
        ours.grpc_payload_schema_to_field_type(grpc.UnknownType)
