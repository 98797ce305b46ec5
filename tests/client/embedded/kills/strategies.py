"""Random operations, and random moments to be killed at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.client.embedded.kills.operations import SIZE, Operation

NAMES = st.sampled_from(["a", "a", "a", "b"])
IDS = st.lists(st.integers(0, 30), min_size=1, max_size=4)
SALTS = st.integers(0, 3)


@dataclass(frozen=True)
class Moment:
    """When to kill.

    Attributes:
        acknowledged: After so many operations were acknowledged.
        microseconds: So much later.
        events: If any, instead: at that event of its own files (one is opened to write, renamed, removed).
        building: Whether the time counts only when the engine builds a segment, or the next thing is acknowledged.
    """

    acknowledged: int
    microseconds: int
    events: int
    building: bool = False


@dataclass(frozen=True)
class Life:
    """What a process does until it is killed."""

    operations: list[Operation]
    moment: Moment


def _write(verb: str, what: str, body: st.SearchStrategy[Any]) -> st.SearchStrategy[Operation]:
    return st.tuples(st.just("write"), NAMES, st.just(verb), st.just(what), body).map(list)


_upserts = st.tuples(st.just("upsert"), NAMES, st.integers(0, 25), st.integers(1, 40), SALTS).map(list)
_matching = st.integers(0, 3).map(lambda k: {"must": [{"key": "k", "match": {"value": f"k{k}"}}]})
_payload = SALTS.map(lambda salt: {"k": "x", "new": {"salt": salt}})
_which = st.one_of(IDS.map(lambda ids: {"points": ids}), _matching.map(lambda filter: {"filter": filter}))
_points = st.one_of(
    _upserts,
    _write("POST", "points/delete", _which),
    _write("POST", "points/payload", st.builds(lambda payload, which: {"payload": payload, **which}, _payload, _which)),
    _write("PUT", "points/payload", st.builds(lambda payload, which: {"payload": payload, **which}, _payload, _which)),
    _write("POST", "points/payload/delete", _which.map(lambda which: {"keys": ["n"], **which})),
    _write("POST", "points/payload/clear", _which),
    _write(
        "PUT",
        "points/vectors",
        st.builds(lambda id, x: {"points": [{"id": id, "vector": {"d": [x] * SIZE}}]}, st.integers(0, 25), SALTS),
    ),
    _write("POST", "points/vectors/delete", IDS.map(lambda ids: {"vector": ["d"], "points": ids})),
)
_fields = st.sampled_from(
    [("k", "keyword"), ("n", "integer"), ("n", {"type": "integer", "range": False}), ("new", "text")]
)
_settings = st.sampled_from(
    [
        {"hnsw_config": {"m": 4}},
        {"hnsw_config": {"m": 8, "on_disk": True}},
        {"quantization_config": {"scalar": {"type": "int8"}}},
        {"quantization_config": "Disabled"},
        {"optimizers_config": {"indexing_threshold": 1}},
        {"vectors": {"d": {"on_disk": True}}},
        {"metadata": {"x": 1}},
    ]
)
_declarations = st.one_of(
    st.tuples(st.just("create"), NAMES, st.booleans()).map(list),
    st.tuples(st.just("delete"), NAMES).map(list),
    st.tuples(st.just("patch"), NAMES, _settings).map(list),
    _write("PUT", "index", _fields.map(lambda one: {"field_name": one[0], "field_schema": one[1]})),
    st.tuples(st.just("write"), NAMES, st.just("DELETE"), _fields.map(lambda one: f"index/{one[0]}"), st.none()).map(
        list
    ),
    _write("PUT", "vectors/late", st.just({"dense": {"size": 2, "distance": "Dot"}})),
    _write("DELETE", "vectors/late", st.none()),
    _write("DELETE", "vectors/e", st.none()),
)
_actions = st.one_of(
    NAMES.map(lambda name: {"create_alias": {"alias_name": "x", "collection_name": name}}),
    st.just({"rename_alias": {"old_alias_name": "x", "new_alias_name": "y"}}),
    st.just({"delete_alias": {"alias_name": "x"}}),
)
_shelves = st.sampled_from(["", "/collections/a", "/collections/a", "/collections/b"])
_snapshots = st.one_of(
    st.tuples(st.just("snapshot"), _shelves).map(list),
    st.tuples(st.just("delete-snapshot"), _shelves).map(list),
    st.tuples(st.just("recover"), NAMES, NAMES).map(list),
    st.tuples(st.just("aliases"), st.lists(_actions, min_size=1, max_size=1)).map(list),
)
operations = st.one_of(_points, _points, _declarations, _snapshots)


@st.composite
def lives(draw: st.DrawFn) -> Life:
    done = draw(st.lists(operations, min_size=1, max_size=8))
    acknowledged = draw(st.integers(0, len(done)))
    later = draw(st.one_of(st.integers(0, 1_000), st.integers(0, 60_000)))
    events = draw(st.one_of(st.just(0), st.integers(1, 12)))
    return Life(done, Moment(acknowledged, later, events))
