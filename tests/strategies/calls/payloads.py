"""Payloads: a field for each kind of index, now and then with a list, a null, or a value of another kind in it."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.strategies.calls.vocabulary import Json

WORDS = ("red", "green", "blue", "The quick brown fox", "quick fox", "a red-green fox")
MOMENTS = (
    "2024-01-01T00:00:00Z",
    "2024-06-01T12:30:00+02:00",
    "2025-01-01",
    "2023-12-31 23:59:59",
    "1970-01-01T00:00:00Z",
)
UUIDS = ("f47ac10b-58cc-4372-a567-0e02b2c3d479", "f47ac10b-58cc-4372-a567-0e02b2c3d470")
PLACES = tuple({"lon": lon, "lat": lat} for lon, lat in ((13.4, 52.5), (2.35, 48.85), (-0.13, 51.5), (179.5, 0.5)))

words = st.sampled_from(WORDS)
whole = st.integers(-3, 6)
fractions = st.integers(-8, 16).map(lambda quarters: quarters / 4)
moments = st.sampled_from(MOMENTS)
uuids = st.sampled_from(UUIDS)
places = st.sampled_from(PLACES)

KINDS: dict[str, st.SearchStrategy[Any]] = {
    "keyword": words,
    "integer": whole,
    "float": fractions,
    "bool": st.booleans(),
    "text": words,
    "datetime": moments,
    "uuid": uuids,
    "geo": places,
}
"""Kind of an index, and name of the field that holds its values → such values."""

values = st.one_of(st.none(), st.booleans(), whole, fractions, words, moments, uuids, places)
"""Values of any kind."""

_element = st.fixed_dictionaries({}, optional={"keyword": words, "integer": whole, "more": st.lists(whole, max_size=2)})


def _field(kind: str) -> st.SearchStrategy[Any]:
    own = KINDS[kind]
    return st.one_of(own, own, own, st.lists(own, max_size=3), st.lists(st.none() | own, max_size=3), values)


_fields: dict[str, st.SearchStrategy[Any]] = {
    **{kind: _field(kind) for kind in KINDS},
    "list": st.lists(_element, max_size=3) | values,
    "object": _element | values,
}


@cache
@st.composite
def payloads(draw: st.DrawFn) -> Json:
    """Payloads of a few fields."""
    names = draw(st.sets(st.sampled_from(sorted(_fields)), max_size=5))
    return {name: draw(_fields[name]) for name in sorted(names)}


@cache
def paths() -> st.SearchStrategy[str]:
    """Paths of fields, some of which no point has."""
    inner = ["object.keyword", "object.integer", "list[].keyword", "list[].integer", "list[0].integer", "list.integer"]
    return st.sampled_from([*KINDS, *KINDS, "list", "list[]", "object", *inner, "object.more[]", "keyword[]", "absent"])
