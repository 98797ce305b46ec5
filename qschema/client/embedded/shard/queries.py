"""Searches: a query, the prefetches that it works on, and the points that they must not find."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from qschema.client import models
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.examples import Examples, Lookup, Source
from qschema.client.embedded.shard.filters import Filters
from qschema.client.embedded.shard.layout import Layout, Sparse
from qschema.client.embedded.shard.parameters import search_params
from qschema.client.embedded.shard.reads import MOST_VALUES
from qschema.client.embedded.shard.references import check_searches
from qschema.client.embedded.shard.results import scored_points
from qschema.client.embedded.shard.scoring import scoring
from qschema.client.embedded.shard.selection import payload_selection, vector_selection
from qschema.client.embedded.shard.stages import check_places
from qschema.client.embedded.shard.variety import sparse, varied
from qschema.client.embedded.stages import Stage, merges, prefetches_of
from qschema.client.errors import BadRequest

_FEW = 1_000
"""So many points may be asked for wherever they are."""


class Search:
    """Carries a search out.

    Args:
        shard: The engine's shard.
        own: The same, as others look points up in it.
        layout: Its vectors.
        filters: Turns filters into the engine's.
        lookup: Finds the shards of other collections.
    """

    def __init__(self, shard: Any, own: Source, layout: Layout, filters: Filters, lookup: Lookup | None) -> None:
        self._shard = shard
        self._own = own
        self._layout = layout
        self._filters = filters
        self._lookup = lookup

    def find(self, body: models.QueryRequest) -> list[Any]:
        """Return the points that the engine finds."""
        stage, _ = self._stage(body)
        check_places(body)
        offset = self._at_most(body.offset or 0)
        if isinstance(body.query, models.SampleQuery) and not stage["prefetches"]:
            offset = 0  # a server skips nothing of what it draws by lot; of what prefetches found, it does
        selection = {
            "with_vector": vector_selection(body.with_vector),
            "with_payload": payload_selection(body.with_payload, default=False),
        }
        if isinstance(stage["query"], edge.Mmr):
            # A server skips some of the points that were taken; it doesn't take more for that.
            found = self._varied(stage, selection) if self._is_sparse(body.using) else self._run(stage, selection)
            return found[offset:]
        if body.score_threshold is not None and isinstance(body.query, (models.FusionQuery, models.RrfQuery)):
            self._read_merged(stage, selection)
        if isinstance(body.query, models.OrderByQuery):
            return self._ordered(stage, min(body.offset or 0, MOST_VALUES), selection)
        return self._run(stage, {**selection, "offset": offset})

    def _ordered(self, stage: dict[str, Any], offset: int, selection: dict[str, Any]) -> list[Any]:
        """Return points in the order of a field; one with several values comes several times, but not in a row.

        A server takes as many values as are wanted, and then leaves those out that follow one of the same point
        (measured on 1.19.0).
        """
        found = self._run({**stage, "limit": stage["limit"] + offset}, selection)
        return [one for place, one in enumerate(found) if not place or one.id != found[place - 1].id][offset:]

    def _read_merged(self, stage: dict[str, Any], selection: dict[str, Any]) -> None:
        """Fail where a server does, which reads the vectors of what it merges before it leaves any of it out."""
        names = selection["with_vector"]
        if isinstance(names, list) and not self._layout.vectors.keys() >= set(names):
            self._run({**stage, "score_threshold": None}, selection)

    def _run(self, stage: dict[str, Any], more: dict[str, Any]) -> list[Any]:
        found: list[Any] = self._shard.query(edge.QueryRequest(**stage, **more))
        return found

    def _stage(self, given: Stage) -> tuple[dict[str, Any], list[int | UUID]]:
        """Return the engine's arguments for one stage, and the points that it and those inside it start from."""
        prefetches, points = self._inner(given)
        examples = self._examples(given)
        limit = 10 if given.limit is None else given.limit
        ordered = isinstance(given.query, models.OrderByQuery)
        query = scoring(given.query, examples, self._filters, given.using, limit)
        points += examples.points
        arguments = {
            "limit": min(limit, MOST_VALUES) if ordered else self._at_most(limit),
            "query": query,
            "prefetches": prefetches,
            "filter": _excluding(self._filters.filter(given.filter), points),
            "score_threshold": given.score_threshold,
            "params": search_params(given.params, self._filters),
        }
        return arguments, points

    def _inner(self, given: Stage) -> tuple[list[Any], list[int | UUID]]:
        stages = [self._stage(one) for one in prefetches_of(given)]
        prefetches = [edge.Prefetch(**_unvaried(stage, merges(given.query))) for stage, _ in stages]
        return prefetches, [point for _, points in stages for point in points]

    def _at_most(self, limit: int) -> int:
        """Return a limit that isn't far beyond the points that there are: the engine reserves room for as many."""
        return limit if limit <= _FEW else min(limit, max(self._shard.info().points_count, _FEW))

    def _is_sparse(self, using: str | None) -> bool:
        return isinstance(self._layout[using or ""], Sparse)

    def _varied(self, stage: dict[str, Any], selection: dict[str, Any]) -> list[Any]:
        """Return points near a sparse vector that are unlike each other."""
        mmr = stage["query"]
        nearest = {**stage, "query": edge.Query.Nearest(mmr.vector, using=mmr.using)}
        limit = self._at_most(mmr.candidates_limit)
        candidates = self._run({**nearest, "limit": limit}, {"with_vector": [mmr.using]}) if limit else []
        vectors = [sparse(point.vector[mmr.using]) for point in candidates]
        taken = [candidates[place].id for place in varied(sparse(mmr.vector), vectors, mmr.lambda_, stage["limit"])]
        only = edge.Filter(must=[edge.HasIdCondition(set(taken))])
        if isinstance(names := selection["with_vector"], list):
            selection = {**selection, "with_vector": [*names, mmr.using]}  # as the engine does for dense vectors
        found = self._run({**nearest, "filter": only, "prefetches": [], "score_threshold": None}, selection)
        return sorted(found, key=lambda point: taken.index(point.id))

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
    check_searches([body], own, lookup)
    with engine_errors():
        found = Search(shard, own, layout, filters, lookup).find(body)
    return scored_points(found, body.with_payload not in (None, False), vector_selection(body.with_vector))


def _unvaried(stage: dict[str, Any], merged: bool) -> dict[str, Any]:
    """Return a prefetch as a server runs it that asks for variety: there is none, but more candidates.

    Their number is cut back only where their ranks are merged. Measured on 1.19.0.
    """
    mmr = stage["query"]
    if not isinstance(mmr, edge.Mmr):
        return stage
    limit = min(stage["limit"], mmr.candidates_limit) if merged else mmr.candidates_limit
    return {**stage, "query": edge.Query.Nearest(mmr.vector, using=mmr.using), "limit": limit}


def _excluding(filter: Any, points: list[int | UUID]) -> Any:
    if not points:
        return filter
    return edge.Filter(must=None if filter is None else [filter], must_not=[edge.HasIdCondition(set(points))])
