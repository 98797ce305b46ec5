"""What callers may pass to the clients' methods, turned into the fields of requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel

from qschema.client import models
from qschema.client.errors import InvalidRequest
from qschema.client.models.given import Array
from qschema.client.requests.base import adapter

M = TypeVar("M")


Points = (
    Iterable[models.PointStruct | Mapping[str, Any]] | models.Batch | models.PointInsertOperations | Mapping[str, Any]
)
"""What can be inserted: points, a columnar batch, either as dictionaries, or the body of the call itself."""

Selector = Sequence[models.ExtendedPointId] | models.Filter | models.PointsSelector | Mapping[str, Any]
"""Which points are meant: ids, a filter, or one of the API's selectors."""

QueryArgument = models.QueryInterface | Mapping[str, Any] | Array | None
"""What can be looked for."""

OptimizationsPart = Literal["queued", "completed", "idle_segments"]
"""What a list of optimizations may hold besides those that run."""

_NEAREST = (list, tuple, int, str, UUID, models.SparseVector, models.Document, models.Image, models.InferenceObject)


def refuse_unknown(method: str, arguments: Mapping[str, Any]) -> None:
    """Raise TypeError if a method was given arguments that it doesn't know."""
    if arguments:
        raise TypeError(f"{method}() got unknown arguments: {', '.join(sorted(arguments))}")


def whole_seconds(timeout: float | None) -> int | None:
    """Return a limit for the server, which counts in whole seconds: rounded up."""
    return None if timeout is None else ceil(timeout)


def insertion(
    points: Points,
    shard_key: models.ShardKeySelector | None,
    update_filter: models.Filter | None,
    update_mode: models.UpdateMode | None,
) -> models.PointInsertOperations:
    """Return the body that inserts points; options given apart win over those of a body."""
    if isinstance(points, (models.PointsList, models.PointsBatch)):
        options = {"shard_key": shard_key, "update_filter": update_filter, "update_mode": update_mode}
        return points.model_copy(update={name: value for name, value in options.items() if value is not None})
    if isinstance(points, Mapping):
        points = models.Batch.model_validate(points)
    if isinstance(points, models.Batch):
        return models.PointsBatch(
            batch=points, shard_key=shard_key, update_filter=update_filter, update_mode=update_mode
        )
    found = listed("points", points)
    return models.PointsList(points=found, shard_key=shard_key, update_filter=update_filter, update_mode=update_mode)


def selection(selector: Selector, shard_key: models.ShardKeySelector | None) -> models.PointsSelector:
    """Return the body that selects points, given as ids, as a filter or as a selector.

    A shard key given apart wins over the selector's own; the caller's selector stays as it was.
    """
    if isinstance(selector, models.Filter):
        return models.FilterSelector(filter=selector, shard_key=shard_key)
    if isinstance(selector, Mapping):
        read: models.PointsSelector = adapter(models.PointsSelector).validate_python(selector)
        selector = read
    if isinstance(selector, (models.PointIdsList, models.FilterSelector)):
        return selector if shard_key is None else selector.model_copy(update={"shard_key": shard_key})
    return models.PointIdsList(points=listed("points_selector", selector), shard_key=shard_key)


def chosen(selector: Selector, shard_key: models.ShardKeySelector | None) -> dict[str, Any]:
    """Return the fields by which other bodies select points, given as for `selection`."""
    body = selection(selector, shard_key)
    if isinstance(body, models.FilterSelector):
        return {"filter": body.filter, "shard_key": body.shard_key}
    return {"points": body.points, "shard_key": body.shard_key}


def as_query(value: QueryArgument) -> models.QueryInterface | None:
    """Return a query as the API takes it: a vector, an id or something to embed means the points nearest to it."""
    if value is None or isinstance(value, models.Query):
        return value
    if isinstance(value, Mapping):
        read: models.Query = adapter(models.Query).validate_python(value)
        return read
    if isinstance(value, _NEAREST) or hasattr(value, "tolist"):
        return models.NearestQuery.model_validate({"nearest": value})
    raise InvalidRequest(f"a query can't be a {type(value).__name__}", fix="pass a vector, an id or a query model")


def as_query_request(request: models.QueryRequest | Mapping[str, Any]) -> models.QueryRequest:
    """Return a query of a batch as the API takes it; see `as_query`. The caller's stays as it was."""
    if isinstance(request, Mapping):
        request = models.QueryRequest.model_validate(request)
    query = as_query(request.query)
    return request if query is request.query else request.model_copy(update={"query": query})


def as_dict(named: Mapping[str, M] | None) -> dict[str, M] | None:
    """Return named parameters as the models take them."""
    return None if named is None else dict(named)


def dense(
    vectors: models.VectorParams | Mapping[str, models.VectorParams] | None,
) -> models.VectorParams | dict[str, models.VectorParams] | None:
    """Return dense vectors as the models take them: the one without a name, or named ones."""
    return as_dict(vectors) if isinstance(vectors, Mapping) else vectors


def field_kind(given: models.PayloadFieldSchema | str | int | None) -> models.PayloadFieldSchema | str | None:
    """Return the type of an index, which may be the number of a `grpc.PayloadSchemaType`."""
    if not isinstance(given, int):
        return given
    from qschema.client.grpc.mapping.registry import lookup

    word: str | None = lookup("PayloadSchemaType").word(given)
    if word is None:
        raise InvalidRequest(f"{given} is no type of an index", fix="pass a type such as 'keyword'")
    return word


def names(value: Any) -> Any:
    """Return a choice of payload fields or vectors, or stages of a query; a tuple of them counts as a list."""
    return list(value) if isinstance(value, tuple) else value


def listed(argument: str, items: Any) -> list[Any]:
    """Return what was given for an argument as a list; single texts and models are no lists."""
    if isinstance(items, (str, bytes, BaseModel)) or not isinstance(items, Iterable):
        raise InvalidRequest(f"{argument} can't be a {type(items).__name__}", fix="pass a list")
    return items if isinstance(items, list) else list(items)
