"""Random sequences of calls about one collection."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from hypothesis import strategies as st

from tests.strategies.calls.creations import QUANTIZATIONS, SHAPES, Shape, index_bodies, late_vectors
from tests.strategies.calls.reads import Call, reads
from tests.strategies.calls.vocabulary import DENSE, LATE, MULTI, SPARSE, Json
from tests.strategies.calls.writes import batches, fillings, kinds

_PATHS = {
    "upsert": ("PUT", "/points"),
    "delete": ("POST", "/points/delete"),
    "set_payload": ("POST", "/points/payload"),
    "overwrite_payload": ("PUT", "/points/payload"),
    "delete_payload": ("POST", "/points/payload/delete"),
    "clear_payload": ("POST", "/points/payload/clear"),
    "update_vectors": ("PUT", "/points/vectors"),
    "delete_vectors": ("POST", "/points/vectors/delete"),
}
EVERYTHING: Call = ("POST", "/points/scroll", {"limit": 100, "with_payload": True, "with_vector": True})


@dataclass(frozen=True)
class Sequence:
    """Calls about one collection.

    Attributes:
        body: What creates the collection.
        other: What creates and fills another one, to look points up in; None where there isn't any.
        calls: What comes then; paths begin after the collection's name.
    """

    body: Json
    other: tuple[Json, Json] | None
    calls: list[Call]


def writes(shape: Shape) -> list[st.SearchStrategy[Call]]:
    """Calls that write points, each kind once."""

    def to(verb: str, path: str, bodies: st.SearchStrategy[Json]) -> st.SearchStrategy[Call]:
        return bodies.map(lambda body: (verb, f"{path}?wait=true", body))

    return [
        *(to(*_PATHS[name], bodies) for name, bodies in kinds(shape).items()),
        to("POST", "/points/batch", batches(shape)),
    ]


@cache
def indexings() -> st.SearchStrategy[Call]:
    """Calls that create payload indexes."""
    return index_bodies().map(lambda body: ("PUT", "/index?wait=true", body))


@cache
def changes(shape: Shape) -> st.SearchStrategy[list[Call]]:
    """A few calls that change something."""
    return st.lists(st.one_of(*writes(shape), *declarations()), max_size=2)


def declarations() -> list[st.SearchStrategy[Call]]:
    """Calls that change what the collection has: payload indexes, vectors, settings."""
    names = st.sampled_from([LATE, LATE, LATE, DENSE, SPARSE, MULTI, "unknown"])
    settings = st.one_of(
        st.sampled_from(QUANTIZATIONS).map(lambda given: {"quantization_config": given}),
        st.sampled_from([{"hnsw_config": {"m": 8}}, {"optimizers_config": {"indexing_threshold": 5}}, {"params": {}}]),
    )
    return [
        indexings(),
        indexings(),
        indexings(),
        index_bodies().map(lambda body: ("DELETE", f"/index/{body['field_name']}?wait=true", None)),
        late_vectors().map(lambda body: ("PUT", f"/vectors/{LATE}?wait=true", body)),
        names.map(lambda name: ("DELETE", f"/vectors/{name}?wait=true", None)),
        settings.map(lambda body: ("PATCH", "", body)),
    ]


@st.composite
def sequences(draw: st.DrawFn, shapes: list[Shape] = SHAPES) -> Sequence:
    """Sequences of calls: a collection of one of the shapes is made, filled, and used."""
    shape = draw(st.sampled_from(shapes))
    other = None
    if draw(st.integers(0, 2)) == 0:
        theirs = draw(st.just(shape) | st.sampled_from(shapes))
        other = (theirs.body, draw(fillings(theirs)))
    calls: list[Call] = [("PUT", "/points?wait=true", draw(fillings(shape)))]
    calls += draw(st.lists(indexings(), max_size=2))
    for _ in range(draw(st.integers(1, 3))):
        calls += [*draw(changes(shape)), EVERYTHING, *draw(reads(shape, lookup=other is not None))]
    return Sequence(shape.body, other, calls)
