"""Paying for calls: most at once before they are handled, some piece by piece while they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.collection import Collection
from qschema.client.embedded.conditions import condition_count
from qschema.client.embedded.handlers.shard_keys import is_custom
from qschema.client.embedded.stages import Stage
from qschema.client.embedded.strict.rates.buckets import read_bucket, write_bucket
from qschema.client.embedded.strict.rates.queries import examples_of, is_point, query_cost, stages_of
from qschema.client.embedded.strict.rates.writes import write_cost

Spend = Callable[[Any, Collection, Catalogue], None]
"""Pays for a call to a collection; raises if there isn't enough."""


def read_spender(collection: Collection) -> Callable[[int], None]:
    """Return what pays for reads, by their cost."""
    bucket = read_bucket(collection)
    return _free if bucket is None else bucket.take


def write_spender(collection: Collection) -> Callable[[int], None]:
    """Return what pays for writes, by their cost."""
    bucket = write_bucket(collection)
    return _free if bucket is None else bucket.take


def pay_for_declaring(collection: Collection) -> None:
    """Pay for an index, or a vector: what is in its way goes first, that is two writes (measured on 1.19.0)."""
    spend = write_spender(collection)
    spend(1)
    spend(1)


def query_spender(collection: Collection, catalogue: Catalogue) -> Callable[[models.QueryRequest], None]:
    """Return what pays for searches, without the points that are looked up for them."""
    bucket = read_bucket(collection)
    return _free if bucket is None else lambda body: bucket.take(query_cost(body, _sizes(collection, catalogue)))


def operation_spender(collection: Collection) -> Callable[[models.UpdateOperation], None]:
    """Return what pays for writes that are parts of a batch."""
    bucket = write_bucket(collection)
    return _free if bucket is None else lambda operation: bucket.take(write_cost(_only(operation), collection))


def _free(what: Any) -> None:
    """Pay nothing."""


def _only(operation: models.UpdateOperation) -> Any:
    """Return what an operation holds in its only field."""
    (name,) = type(operation).model_fields
    return getattr(operation, name)


def _retrieve(request: Any, collection: Collection, catalogue: Catalogue) -> None:
    read_spender(collection)(len(request.body.ids))


def _one(request: Any, collection: Collection, catalogue: Catalogue) -> None:
    read_spender(collection)(1)


def _filtered(request: Any, collection: Collection, catalogue: Catalogue) -> None:
    """Pay for a page of points or a count. A page from an offset in another order is refused, at no cost."""
    body = request.body
    if getattr(body, "order_by", None) is None or body.offset is None:
        read_spender(collection)(1 + condition_count(body.filter))


def _query(request: Any, collection: Collection, catalogue: Catalogue) -> None:
    _queries([request.body], collection, catalogue)


def _query_batch(request: Any, collection: Collection, catalogue: Catalogue) -> None:
    _queries(request.body.searches, collection, catalogue)


def _groups(request: Any, collection: Collection, catalogue: Catalogue) -> None:
    """Pay for the points that are looked up; each of the searches for groups is paid for when it is made."""
    _look_up([request.body], collection, catalogue)


def _queries(bodies: list[Stage], collection: Collection, catalogue: Catalogue) -> None:
    bucket = read_bucket(collection)
    if _look_up(bodies, collection, catalogue) and bucket is not None:
        bucket.take(sum(query_cost(body, _sizes(collection, catalogue)) for body in bodies))


def _look_up(bodies: Iterable[Stage], collection: Collection, catalogue: Catalogue) -> bool:
    """Pay for the points that searches start from, in the collections that they are in; return whether they are there.

    Where one isn't, or doesn't have the vector, the search ends with that.
    """
    wanted: dict[Collection, dict[Any, str]] = {}
    for stage in (one for body in bodies for one in stages_of(body)):
        for point in filter(is_point, examples_of(stage.query)):
            wanted.setdefault(_source(stage, collection, catalogue), {})[point] = _vector(stage)
    for source, points in wanted.items():
        read_spender(source)(len(points))
    return all(
        _looked_up(source, point, name) is not None
        for source, points in wanted.items()
        for point, name in points.items()
    )


def _looked_up(source: Collection, point: Any, vector: str) -> Any:
    from qschema.client.embedded.shard.ids import engine_id

    return source.shard.vector(engine_id(point), vector)


def _vector(stage: Stage) -> str:
    """Return which vector of the points that a stage starts from it takes."""
    name = stage.lookup_from.vector if stage.lookup_from else None
    return stage.using or "" if name is None else name


def _source(stage: Stage, collection: Collection, catalogue: Catalogue) -> Collection:
    return collection if stage.lookup_from is None else catalogue.get(stage.lookup_from.collection)


def _sizes(collection: Collection, catalogue: Catalogue) -> Callable[[Stage, models.VectorInput], int]:
    def size_of(stage: Stage, example: models.VectorInput) -> int:
        if is_point(example):
            return _rows(_looked_up(_source(stage, collection, catalogue), example, _vector(stage)))
        return _rows(example)

    return size_of


def _rows(vector: Any) -> int:
    return len(vector) if isinstance(vector, list) and vector and isinstance(vector[0], list) else 1


def _write(request: Any, collection: Collection, catalogue: Catalogue) -> None:
    bucket = write_bucket(collection)
    if bucket is not None:
        bucket.take(write_cost(request.body, collection))


def _dropped(request: Any, collection: Collection, catalogue: Catalogue) -> None:
    write_spender(collection)(1)


def _unless_elsewhere(spend: Spend) -> Spend:
    """Return what pays for a call unless it goes to shards that there aren't."""

    def pay(request: Any, collection: Collection, catalogue: Catalogue) -> None:
        if getattr(request.body, "shard_key", None) is None and not is_custom(collection):
            spend(request, collection, catalogue)

    return pay


BEFORE: Mapping[type[requests.Request[Any]], Spend] = {
    requests.RetrievePoints: _unless_elsewhere(_retrieve),
    requests.GetPoint: _one,
    requests.ScrollPoints: _unless_elsewhere(_filtered),
    requests.CountPoints: _unless_elsewhere(_filtered),
    requests.Facet: _unless_elsewhere(_filtered),
    requests.QueryPoints: _unless_elsewhere(_query),
    requests.QueryBatch: _query_batch,
    requests.QueryGroups: _unless_elsewhere(_groups),
    requests.UpsertPoints: _unless_elsewhere(_write),
    requests.DeletePoints: _unless_elsewhere(_write),
    requests.UpdateVectors: _unless_elsewhere(_write),
    requests.DeleteVectors: _unless_elsewhere(_write),
    requests.SetPayload: _unless_elsewhere(_write),
    requests.OverwritePayload: _unless_elsewhere(_write),
    requests.DeletePayload: _unless_elsewhere(_write),
    requests.ClearPayload: _unless_elsewhere(_write),
    requests.DeleteVectorName: _dropped,
}
"""Type of call → what pays for it before it is handled. Dropping an index is free (measured on 1.19.0)."""

AFTER: Mapping[type[requests.Request[Any]], Callable[[Collection], None]] = {
    requests.CreateCollection: lambda collection: write_spender(collection)(1),
}
"""Type of call → what is paid when it is done: a new collection has one write behind it (measured on 1.19.0)."""
