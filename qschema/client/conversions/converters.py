"""The official client's two converters: a method for each message and model, all of them read from our one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from google.protobuf.message import Message

from qschema.client import models
from qschema.client.conversions.payload_values import grpc_to_payload, payload_to_grpc
from qschema.client.grpc.codecs.records import Record
from qschema.client.grpc.codecs.words import Words
from qschema.client.grpc.conversion import from_message, parsed, to_message
from qschema.client.grpc.mapping.registry import codecs

_PREFIX = "convert_"
_OTHERWISE = {
    "batch_vector_struct": "Vectors",
    "cluster_operations": "UpdateCollectionClusterSetupRequest",
    "datetime": "google.protobuf.Timestamp",
    "extended_point_id": "PointId",
    "multivector_comparator": "MultiVectorComparator",
    "multivector_config": "MultiVectorConfig",
    "order_by_interface": "OrderBy",
    "optimizer_config": "OptimizersConfig",
    "payload_schema": "PayloadSchemaInfo",
    "payload_schema_params": "PayloadIndexParams",
    "payload_selector": "WithPayloadSelector",
    "query_interface": "Query",
    "query_request": "QueryPoints",
    "snowball_parameters": "SnowballParams",
    "sparse_vector_to_vector": "Vector",
    "sparse_vector_to_vector_output": "VectorOutput",
    "stemmer": "StemmingAlgorithm",
    "stopwords": "StopwordsSet",
    "text_scoring_interface": "TextScoringParams",
    "timestamp": "google.protobuf.Timestamp",
    "turbo_quantization_config": "TurboQuantization",
    "update_operation": "PointsUpdateOperation",
    "update_stats": "UpdateStatus",
    "vector_struct": "Vectors",
    "vector_struct_output": "VectorsOutput",
    "with_payload_interface": "WithPayloadSelector",
    "with_vectors": "WithVectorsSelector",
}
"""Names whose message has another one."""


class _ByName(type):
    """Offers `convert_…` for each name in the table."""

    def __getattr__(cls, name: str) -> Callable[..., Any]:
        if name.startswith(_PREFIX):
            key = _key(name.removeprefix(_PREFIX))
            if key is not None:
                return _method(cls, name, key)
        raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")


class RestToGrpc(metaclass=_ByName):
    """Makes messages of models: `RestToGrpc.convert_filter(models.Filter(…))`; numbers of words."""

    @classmethod
    def convert_payload(cls, model: Mapping[str, Any]) -> dict[str, Message]:
        """Return the messages that the fields of a payload are."""
        return payload_to_grpc(model)

    @classmethod
    def convert_payload_schema(cls, model: Mapping[str, Any]) -> dict[str, Message]:
        """Return the messages that the indexes of a collection are."""
        return {name: to_message(index, "PayloadSchemaInfo") for name, index in model.items()}

    @classmethod
    def convert_update_collection(cls, model: models.UpdateCollection, collection_name: str) -> Message:
        """Return the message that changes a collection."""
        return _in_collection(to_message(model, "UpdateCollection"), collection_name)

    @classmethod
    def convert_query_request(cls, model: models.QueryRequest, collection_name: str) -> Message:
        """Return the message that a search is."""
        return _in_collection(to_message(model, "QueryPoints"), collection_name)

    convert_query_points = convert_query_request

    @classmethod
    def convert_point_insert_operation(cls, model: models.PointInsertOperations) -> list[Message]:
        """Return the messages that the points to write are."""
        return list(to_message(model, "UpsertPoints").points)  # type: ignore[attr-defined]

    @classmethod
    def convert_batch_vector_struct(cls, model: Any, num_records: int) -> list[Message]:
        """Return the messages that the vectors of a batch are, point by point.

        Raises:
            ValueError: The batch has another number of points.
        """
        batch = models.PointsBatch(batch=models.Batch(ids=list(range(num_records)), vectors=model))
        return [point.vectors for point in cls.convert_point_insert_operation(batch)]  # type: ignore[attr-defined]

    @classmethod
    def convert_cluster_operations(cls, model: Any) -> Message:
        """Return the message of the one operation on shards."""
        whole: Any = to_message(model, "UpdateCollectionClusterSetupRequest")
        operation: Message = getattr(whole, whole.WhichOneof("operation"))
        return operation


class GrpcToRest(metaclass=_ByName):
    """Makes models of messages: `GrpcToRest.convert_filter(message)`; words of numbers."""

    @classmethod
    def convert_payload(cls, model: Mapping[str, Message]) -> dict[str, Any]:
        """Return the payload whose fields are these messages."""
        return grpc_to_payload(model)

    @classmethod
    def convert_payload_schema(cls, model: Mapping[str, Message]) -> dict[str, Any]:
        """Return the indexes that messages are."""
        return {name: from_message(model[name]) for name in model}

    @classmethod
    def convert_points_selector(cls, model: Message, shard_key_selector: Message | None = None) -> Any:
        """Return the selector that a message is, with the shard keys of another."""
        selected = from_message(model)
        if shard_key_selector is not None:
            selected["shard_key"] = from_message(shard_key_selector)
        return models.PointIdsList(**selected) if "points" in selected else models.FilterSelector(**selected)

    @classmethod
    def convert_cluster_operations(cls, model: Message) -> Any:
        """Return the operation on shards that a message is."""
        value = from_message(model)
        for case in codecs()["UpdateCollectionClusterSetupRequest"].cases:
            (kind,) = case.kinds
            if isinstance(value, kind.model_fields[case.inside].annotation):
                return kind(**{case.inside: value})
        raise ValueError(f"{model.DESCRIPTOR.name} is no operation on shards")


def _method(cls: type, name: str, key: str) -> Callable[..., Any]:
    codec = codecs()[key]

    def convert(model: Any) -> Any:
        if cls is GrpcToRest:
            if isinstance(codec, Words):
                return codec.word(model)
            return from_message(model, codec.model if isinstance(codec, Record) else None)
        if isinstance(codec, Words):
            return codec.number(model)
        if key == "TextScoringParams" and model is False:
            return None
        return parsed(getattr(codec, "message", key), codec.write(model))

    convert.__name__ = name
    convert.__doc__ = f"Convert {key}; see `{cls.__name__}`."
    return convert


def _key(name: str) -> str | None:
    """Return the name that a name of the official client has in the table."""
    found = _OTHERWISE.get(name, "".join(part[:1].upper() + part[1:] for part in name.split("_")))
    if found in codecs():
        return found
    for key, codec in codecs().items():
        if getattr(getattr(codec, "model", None), "__name__", None) == found:
            return key
    return None


def _in_collection(message: Any, name: str) -> Message:
    message.collection_name = name
    made: Message = message
    return made
