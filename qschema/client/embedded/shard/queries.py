"""Searches: a query, the prefetches that it works on, and the points that they must not find."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from qschema.client import models
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.examples import Examples, Lookup, Source
from qschema.client.embedded.shard.filters import Filters
from qschema.client.embedded.shard.layout import Layout
from qschema.client.embedded.shard.parameters import search_params
from qschema.client.embedded.shard.results import scored_points
from qschema.client.embedded.shard.scoring import merges, scoring
from qschema.client.embedded.shard.selection import payload_selection, vector_selection
from qschema.client.errors import BadRequest

_DEEPEST = 40

Stage = models.QueryRequest | models.Prefetch


class Search:
    """Builds the engine's search for a body of the API.

    Args:
        own: The shard that is searched.
        layout: Its vectors.
        filters: Turns filters into the engine's.
        lookup: Finds the shards of other collections.
        points: How many points the shard has; nothing is gained by asking the engine for more.
    """

    def __init__(self, own: Source, layout: Layout, filters: Filters, lookup: Lookup | None, points: int) -> None:
        self._own = own
        self._layout = layout
        self._filters = filters
        self._lookup = lookup
        self._most = max(points, 1)

    def request(self, body: models.QueryRequest) -> Any:
        """Return the engine's search."""
        stage, _ = self._stage(body, 1)
        return edge.QueryRequest(
            **stage,
            offset=min(body.offset or 0, self._most),
            with_vector=vector_selection(body.with_vector),
            with_payload=payload_selection(body.with_payload, default=False),
        )

    def _stage(self, given: Stage, depth: int) -> tuple[dict[str, Any], list[int | UUID]]:
        """Return the engine's arguments for one stage, and the points that it and those inside it start from."""
        prefetches, points = self._inner(given, depth)
        _check_place(given, bool(prefetches))
        examples = self._examples(given)
        limit = 10 if given.limit is None else given.limit
        query = scoring(given.query, examples, self._filters, given.using, limit)
        points += examples.points
        arguments = {
            "limit": min(limit, self._most),
            "query": query,
            "prefetches": prefetches,
            "filter": _excluding(self._filters.filter(given.filter), points),
            "score_threshold": given.score_threshold,
            "params": search_params(given.params, self._filters),
        }
        return arguments, points

    def _inner(self, given: Stage, depth: int) -> tuple[list[Any], list[int | UUID]]:
        if depth > _DEEPEST:
            raise BadRequest(f"prefetches are nested more than {_DEEPEST} levels deep", status=400)
        listed = given.prefetch if isinstance(given.prefetch, list) else [given.prefetch] if given.prefetch else []
        stages = [self._stage(one, depth + 1) for one in listed]
        with engine_errors():
            prefetches = [edge.Prefetch(**arguments) for arguments, _ in stages]
        return prefetches, [point for _, points in stages for point in points]

    def _examples(self, given: Stage) -> Examples:
        using = given.using or ""
        location = given.lookup_from
        if location is None:
            return Examples(self._own, self._layout, using, self._own, using)
        if self._lookup is None:
            raise BadRequest("other collections can't be looked up here", status=400)
        name = using if location.vector is None else location.vector
        return Examples(self._own, self._layout, using, self._lookup(location), name)


def query(
    shard: Any, own: Source, layout: Layout, filters: Filters, body: models.QueryRequest, lookup: Lookup | None
) -> list[models.ScoredPoint]:
    """Find points."""
    with engine_errors():
        request = Search(own, layout, filters, lookup, shard.info().points_count).request(body)
        found = shard.query(request)
    return scored_points(found, body.with_payload not in (None, False), body.with_vector not in (None, False))


def _check_place(given: Stage, prefetches: bool) -> None:
    """Check that what works on prefetches has some, and that what doesn't search in a vector doesn't name one."""
    if given.query is None and prefetches:
        raise BadRequest("prefetches need a query that merges them", status=400)
    if merges(given.query):
        if not prefetches:
            raise BadRequest("the query merges the results of prefetches, and there are none", status=400)
        if given.using is not None and not isinstance(given.query, models.FormulaQuery):
            raise BadRequest("`using` has no meaning for a query that merges the results of prefetches", status=400)


def _excluding(filter: Any, points: list[int | UUID]) -> Any:
    if not points:
        return filter
    return edge.Filter(must=None if filter is None else [filter], must_not=[edge.HasIdCondition(set(points))])
