"""Filters with conditions of every kind."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.strategies.calls import payloads
from tests.strategies.calls.vocabulary import DENSE, LATE, MULTI, SPARSE, Json, fields, ids, rarely

_BOUNDS = ("lt", "lte", "gt", "gte")


def _keyed(part: str, strategy: st.SearchStrategy[Any], *keys: str) -> st.SearchStrategy[Json]:
    own = st.sampled_from(keys) if keys else payloads.paths()
    return st.builds(lambda key, value: {"key": key, part: value}, st.one_of(own, own, payloads.paths()), strategy)


def _bounds(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    return st.dictionaries(st.sampled_from(_BOUNDS), values, min_size=1, max_size=2)


def _texts() -> st.SearchStrategy[Json]:
    sought = st.sampled_from(
        ["red", "fox", "quick fox", "fox quick", "Quick", "brown fox", "re", "The", "", "-", "fox a"]
    )
    kinds = st.sampled_from(["text", "text_any", "phrase"])
    return _keyed("match", st.builds(lambda kind, text: {kind: text}, kinds, sought), "text", "keyword")


def _any_of(words: str) -> st.SearchStrategy[Json]:
    listed = st.one_of(
        st.lists(payloads.words, max_size=3), st.lists(payloads.whole, max_size=3), st.lists(payloads.uuids)
    )
    return _keyed("match", listed.map(lambda given: {words: given}), "keyword", "integer", "uuid", "object.keyword")


def _values() -> st.SearchStrategy[Json]:
    value = st.one_of(payloads.words, payloads.whole, st.booleans(), payloads.uuids, payloads.moments)
    return _keyed(
        "match", value.map(lambda given: {"value": given}), "keyword", "integer", "bool", "uuid", "list[].keyword"
    )


def _areas() -> st.SearchStrategy[Json]:
    place = payloads.places
    radius = st.builds(
        lambda center, radius: {"center": center, "radius": radius}, place, st.sampled_from([1.0, 4e5, 2e6])
    )
    boxes = st.sampled_from(
        [
            {"top_left": {"lon": -5, "lat": 60}, "bottom_right": {"lon": 5, "lat": 40}},
            {"top_left": {"lon": 170, "lat": 10}, "bottom_right": {"lon": -170, "lat": -10}},
            {"top_left": {"lon": 5, "lat": 40}, "bottom_right": {"lon": -5, "lat": 60}},
        ]
    )
    return st.one_of(
        _keyed("geo_radius", radius, "geo"),
        _keyed("geo_bounding_box", boxes, "geo"),
        _keyed("geo_polygon", _polygons(), "geo"),
    )


def _ring(*corners: tuple[float, float]) -> Json:
    return {"points": [{"lon": lon, "lat": lat} for lon, lat in corners]}


def _polygons() -> st.SearchStrategy[Json]:
    outer = _ring((-10, 40), (-10, 60), (20, 60), (20, 40), (-10, 40))
    inner = _ring((12, 51), (12, 54), (15, 54), (15, 51), (12, 51))
    return st.sampled_from([{"exterior": outer}, {"exterior": outer}, {"exterior": outer, "interiors": [inner]}])


def _about_fields() -> st.SearchStrategy[Json]:
    return st.one_of(
        _values(),
        _any_of("any"),
        _any_of("except"),
        _texts(),
        _keyed("match", st.sampled_from(["r", "gre", "The q", ""]).map(lambda text: {"prefix": text}), "keyword"),
        _keyed("range", _bounds(payloads.fractions), "integer", "float"),
        _keyed("range", _bounds(payloads.moments), "datetime"),
        _areas(),
        _keyed("values_count", _bounds(st.integers(0, 3)), "keyword", "list", "integer"),
        _keyed("is_empty", st.booleans()),
        _keyed("is_null", st.booleans()),
        payloads.paths().map(lambda key: {"is_empty": {"key": key}}),
        payloads.paths().map(lambda key: {"is_null": {"key": key}}),
    )


def _about_points() -> st.SearchStrategy[Json]:
    vectors = st.sampled_from(["", DENSE, MULTI, SPARSE, LATE, "unknown"])
    slices = st.sampled_from([(1, 0), (2, 1), (3, 0)])
    return st.one_of(
        st.lists(ids(), max_size=5).map(lambda given: {"has_id": given}),
        vectors.map(lambda name: {"has_vector": name}),
        slices.map(lambda given: {"slice": {"total": given[0], "index": given[1]}}),
    )


def _nested() -> st.SearchStrategy[Json]:
    inner = st.one_of(
        st.builds(lambda word: {"key": "keyword", "match": {"value": word}}, payloads.words),
        st.builds(lambda bounds: {"key": "integer", "range": bounds}, _bounds(payloads.whole)),
        st.sampled_from([{"is_empty": {"key": "more"}}, {"key": "more", "values_count": {"gte": 1}}]),
    )
    clauses = st.dictionaries(st.sampled_from(["must", "should", "must_not"]), st.lists(inner, max_size=2), max_size=2)
    keys = st.sampled_from(["list", "list", "list[]", "object", "absent"])
    return st.builds(lambda key, filter: {"nested": {"key": key, "filter": filter}}, keys, clauses)


@cache
def conditions() -> st.SearchStrategy[Json]:
    """Conditions that hold no filters but those on the elements of a list."""
    about = _about_fields()
    return st.one_of(about, about, about, _about_points(), _nested())


def _filters(inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    several = st.lists(inner, min_size=1, max_size=2)
    least = st.builds(
        lambda some, count: {"conditions": some, "min_count": count},
        st.lists(inner, min_size=1, max_size=3),
        st.integers(1, 3),
    )
    return fields({}, {"must": several | inner, "should": several, "must_not": several, "min_should": least})


@cache
def filters() -> st.SearchStrategy[Json]:
    """Filters, some of them with filters in them."""
    plain = _filters(conditions())
    return st.one_of(plain, plain, _filters(st.one_of(conditions(), plain)))


@cache
def any_filters() -> st.SearchStrategy[Json]:
    """Filters, a few of which a server refuses: a deletion takes those, so it isn't given any."""
    return rarely(rarely(_wrong(), filters()), filters())


def _wrong() -> st.SearchStrategy[Json]:
    unclosed = _ring((-10, 40), (-10, 60), (20, 60), (20, 40))
    return st.sampled_from(
        [
            {"must": [{"slice": {"total": 3, "index": 3}}]},
            {"must": {"key": "geo", "geo_polygon": {"exterior": unclosed}}},
            {"must_not": [{"key": "keyword"}]},
            {"min_should": {"conditions": [{"has_id": [1]}], "min_count": 0}},
            {"should": [{"key": "geo", "geo_radius": {"center": {"lon": 200, "lat": 0}, "radius": 1}}]},
        ]
    )
