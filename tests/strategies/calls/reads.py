"""Bodies of all calls that read points."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.strategies.calls import payloads
from tests.strategies.calls.creations import Shape
from tests.strategies.calls.filters import any_filters
from tests.strategies.calls.queries import ALL, orders, searches, using_in
from tests.strategies.calls.vocabulary import LATE, OTHER, Json, fields, ids

Call = tuple[str, str, Any]
"""Verb, path and body."""


@cache
def selected(shape: Shape) -> dict[str, st.SearchStrategy[Any]]:
    """What of each point is wanted."""
    some = st.lists(payloads.paths(), max_size=2)
    return {
        "with_payload": st.one_of(
            st.booleans(), some, some.map(lambda keys: {"include": keys}), some.map(lambda keys: {"exclude": keys})
        ),
        "with_vector": st.one_of(
            st.booleans(), st.lists(st.sampled_from([*shape.names, LATE]), max_size=2, unique=True)
        ),
    }


@cache
@st.composite
def _queries(draw: st.DrawFn, shape: Shape, lookup: bool) -> Json:
    body = draw(searches(shape, lookup=lookup))
    paging = {"limit": st.sampled_from([0, 1, 3, ALL]), "offset": st.sampled_from([0, 1, 2])}
    return {**body, **draw(fields({}, {**selected(shape), **paging}))}


@cache
@st.composite
def _groups(draw: st.DrawFn, shape: Shape, lookup: bool) -> Json:
    body = draw(searches(shape, lookup=lookup))
    by = draw(st.sampled_from(["keyword", "integer", "uuid", "object.keyword", "list[].integer", "float", "absent"]))
    found = st.just(OTHER) if lookup else st.just("unknown")
    optional = {
        **selected(shape),
        "limit": st.sampled_from([1, 2, 5]),
        "group_size": st.sampled_from([1, 2, 5]),
        "with_lookup": found,
    }
    return {**body, "group_by": by, **draw(fields({}, optional))}


@cache
def _scrolls(shape: Shape) -> st.SearchStrategy[Json]:
    limits = st.sampled_from([1, 3, ALL])
    return fields(
        {}, {**selected(shape), "filter": any_filters(), "limit": limits, "offset": ids(), "order_by": orders()}
    )


@cache
def _matrices(shape: Shape) -> st.SearchStrategy[Json]:
    return st.builds(
        lambda using, body: {**body, **({"using": using} if using else {})},
        using_in(shape),
        fields(
            {}, {"sample": st.sampled_from([2, 3, ALL]), "limit": st.sampled_from([1, 2, ALL]), "filter": any_filters()}
        ),
    )


@cache
def reads(shape: Shape, *, lookup: bool) -> st.SearchStrategy[list[Call]]:
    """A few calls that read.

    Args:
        shape: The collection.
        lookup: Whether there is another collection to look points up in.
    """

    def posted(path: str, bodies: st.SearchStrategy[Json]) -> st.SearchStrategy[Call]:
        return bodies.map(lambda body: ("POST", path, body))

    queries = _queries(shape, lookup)
    facets = fields(
        {"key": payloads.paths()},
        {"limit": st.sampled_from([1, 2, ALL]), "filter": any_filters(), "exact": st.booleans()},
    )
    retrievals = fields({"ids": st.lists(ids(), max_size=4)}, selected(shape))
    return st.lists(
        st.one_of(
            posted("/points/query", queries),
            posted("/points/query", queries),
            posted("/points/query", queries),
            posted("/points/query/batch", st.lists(queries, max_size=2).map(lambda given: {"searches": given})),
            posted("/points/query/groups", _groups(shape, lookup)),
            posted("/points/scroll", _scrolls(shape)),
            posted("/points/count", fields({"exact": st.just(True)}, {"filter": any_filters()})),
            posted("/points", retrievals),
            ids().map(lambda id: ("GET", f"/points/{id}", None)),
            posted("/facet", facets),
            posted("/points/search/matrix/pairs", _matrices(shape)),
            posted("/points/search/matrix/offsets", _matrices(shape)),
        ),
        min_size=1,
        max_size=4,
    )
