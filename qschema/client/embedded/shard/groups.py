"""The best groups of points that share a value in their payload.

A server asks again and again, each time without the points and groups that it has, at most five times until there
are groups enough, and five times until they have points enough (lib/collection/src/grouping/group_by.rs of 1.19.0).
Where prefetches are merged, scores depend on what is left out; so it is done the same way here. For variety (MMR) it
knows no order and returns any groups, others each time; here they are those with the best scores.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qschema.client import models
from qschema.client.embedded.shard.examples import Lookup, Source
from qschema.client.embedded.shard.grouping import Groups, Hit
from qschema.client.embedded.shard.ids import engine_id, is_point_id, wire_id
from qschema.client.embedded.shard.layout import Layout
from qschema.client.embedded.shard.scoring import greater_is_better
from qschema.client.errors import BadRequest

_GROUPS = 10
_SIZE = 3
_REQUESTS = 5

Query = Callable[[models.QueryRequest], list[Hit]]


def query_groups(
    query: Query, own: Source, layout: Layout, body: models.QueryGroupsRequest, lookup: Lookup | None
) -> models.GroupsResult:
    """Find the best groups, and the best points of each.

    Args:
        query: Searches the shard.
        own: The shard.
        layout: Its vectors.
        body: What to search for, and by what to group.
        lookup: Finds the shards of other collections.
    """
    most, size = body.limit or _GROUPS, body.group_size or _SIZE
    groups = Groups(body.group_by, most, size, greater_is_better(body.query, layout, body.using))
    _collect(query, _request(body, most * size, size), body.group_by, groups)
    found = _completed(own, body, dict(groups.best()))
    other, wanted = _looked_up(body, lookup)  # only now, as a server does: what is wrong with the search comes first
    if other is not None:
        _look_up(other, wanted, found)
    return models.GroupsResult.model_construct(groups=found)


def _collect(query: Query, request: models.QueryRequest, key: str, groups: Groups) -> None:
    for _ in range(_REQUESTS):
        points = query(_without(request, groups.points(), _matches(key, groups.filled(), _except)))
        groups.add(points)
        if groups.complete():
            return
        if not points:
            break
    for _ in range(_REQUESTS):
        points = query(_without(request, groups.points(), _matches(key, groups.unfilled(), _any)))
        groups.add(points)
        if groups.complete() or not points:
            return


def _request(body: models.QueryGroupsRequest, limit: int, size: int) -> models.QueryRequest:
    fields = {name: getattr(body, name) for name in models.QueryRequest.model_fields.keys() & body.model_fields_set}
    there = models.IsEmptyCondition(is_empty=models.PayloadField(key=body.group_by))
    fields |= {
        "filter": _narrowed(body.filter, [], [there]),
        "prefetch": _larger(body.prefetch, size),
        "limit": limit,
        "with_payload": [body.group_by],
        "with_vector": False,
    }
    return models.QueryRequest.model_construct(**fields)


def _larger(given: list[models.Prefetch] | models.Prefetch | None, size: int) -> list[models.Prefetch]:
    """Return prefetches that find so many times more."""
    listed = given if isinstance(given, list) else [given] if given else []
    return [
        one.model_copy(update={"limit": (one.limit or 10) * size, "prefetch": _larger(one.prefetch, size)})
        for one in listed
    ]


def _without(
    request: models.QueryRequest, points: list[models.ExtendedPointId], conditions: list[models.Condition]
) -> models.QueryRequest:
    """Return a search that doesn't find the points, but only those that meet the conditions."""
    has_id = models.HasIdCondition.model_construct(has_id=points)
    changed = _narrowed(request.filter, conditions, [has_id] if points else [])
    return request.model_copy(update={"filter": changed})


def _narrowed(
    given: models.Filter | None, must: list[models.Condition], must_not: list[models.Condition]
) -> models.Filter:
    """Return a filter with more conditions, side by side with those that it has.

    Not a filter around it: where prefetches are merged, the filters of the stages are, too, clause by clause, and
    `should` beside `should` means something else than `should` within `must`.
    """
    filter = given or models.Filter()
    changed = {"must": [*_listed(filter.must), *must], "must_not": [*_listed(filter.must_not), *must_not]}
    return filter.model_copy(update=changed)


def _listed(given: list[models.Condition] | models.Condition | None) -> list[models.Condition]:
    return given if isinstance(given, list) else [given] if given else []


def _matches(key: str, ids: list[models.GroupId], match: Callable[[list[Any]], models.Match]) -> list[models.Condition]:
    """Return conditions on the values of a field, one for texts and one for numbers."""
    texts, numbers = [id for id in ids if isinstance(id, str)], [id for id in ids if isinstance(id, int)]
    return [
        models.FieldCondition.model_construct(key=key, match=match(values)) for values in (texts, numbers) if values
    ]


def _except(values: list[Any]) -> models.Match:
    return models.MatchExcept.model_construct(except_=values)


def _any(values: list[Any]) -> models.Match:
    return models.MatchAny.model_construct(any=values)


def _completed(
    own: Source, body: models.QueryGroupsRequest, groups: dict[models.GroupId, list[Hit]]
) -> list[models.PointGroup]:
    """Return groups whose points have what was asked for of their payloads and vectors."""
    request = models.PointRequest.model_construct(
        ids=list({point.id: None for points in groups.values() for point in points}),
        with_payload=body.with_payload,
        with_vector=body.with_vector,
    )
    records = {record.id: record for record in own.retrieve(request)}
    return [
        models.PointGroup.model_construct(id=id, hits=[_with(point, records[point.id]) for point in points])
        for id, points in groups.items()
    ]


def _with(point: Hit, record: models.Record) -> Hit:
    fields = {name: getattr(point, name) for name in point.model_fields_set - {"payload"}}
    fields |= {name: getattr(record, name) for name in record.model_fields_set & {"payload", "vector"}}
    return Hit.model_construct(**fields)


def _looked_up(
    body: models.QueryGroupsRequest, lookup: Lookup | None
) -> tuple[Source | None, models.WithLookup | None]:
    given = body.with_lookup
    if given is None:
        return None, None
    if lookup is None:
        raise BadRequest("other collections can't be looked up here", status=400)
    wanted = models.WithLookup(collection=given) if isinstance(given, str) else given
    return lookup(models.LookupLocation(collection=wanted.collection)), wanted


def _look_up(other: Source, wanted: models.WithLookup | None, groups: list[models.PointGroup]) -> None:
    """Give each group the point of another collection whose id is the group's value."""
    ids = [group.id for group in groups if is_point_id(group.id)]
    request = models.PointRequest.model_construct(
        ids=ids,
        with_payload=True if wanted is None or wanted.with_payload is None else wanted.with_payload,
        with_vector=wanted.with_vectors if wanted else None,
    )
    records = {record.id: record for record in other.retrieve(request)}
    for group in groups:
        if is_point_id(group.id):
            record = records.get(wire_id(engine_id(group.id)))
            if record is not None:  # a group whose point isn't there has no field for it, not even a null
                group.lookup = record
