"""Random collections, and what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy
from hypothesis import strategies as st

from qschema.client import QdrantClient, models

_floats = st.integers(-1000, 1000).map(lambda number: number / 8)
_numbers = st.integers(0, 40) | st.integers(0, 2**64 - 1)
_uuids = st.integers(0, 2**128 - 1).map(lambda number: str(UUID(int=number)))
_payloads = st.dictionaries(
    st.sampled_from(["title", "year", "tags"]),
    st.none() | st.booleans() | st.integers(-9, 2**40) | st.text(max_size=5) | st.lists(st.integers(0, 9), max_size=3),
    max_size=3,
)

DENSE, MULTI, SPARSE, UNNAMED = "text", "tokens", "words", ""


@dataclass(frozen=True)
class Content:
    """A collection.

    Attributes:
        names: The names of its vectors.
        points: Its points, as the API takes them.
    """

    names: tuple[str, ...]
    points: list[dict[str, Any]]

    def create(self, client: QdrantClient, name: str) -> None:
        """Create it without its points."""
        client.delete_collection(name)
        params = models.VectorParams(size=3, distance=models.Distance.DOT)
        many = params.model_copy(update={"multivector_config": models.MultiVectorConfig(comparator="max_sim")})
        named = {one: many if one == MULTI else params for one in self.names if one not in (SPARSE, UNNAMED)}
        client.create_collection(
            name,
            vectors_config=params if UNNAMED in self.names else named,
            sparse_vectors_config={SPARSE: models.SparseVectorParams()} if SPARSE in self.names else None,
        )

    def fill(self, client: QdrantClient, name: str) -> None:
        """Create it with its points."""
        self.create(client, name)
        if self.points:
            client.upsert(name, self.points)


@st.composite
def contents(draw: st.DrawFn, *, max_points: int = 40) -> Content:
    """Collections with vectors of all kinds, which only some points have, and with ids of both kinds."""
    shapes = st.sampled_from([(UNNAMED,), (UNNAMED, SPARSE), (), (DENSE,), (SPARSE,), (DENSE, MULTI, SPARSE)])
    names: tuple[str, ...] = draw(shapes)
    dense = st.lists(_floats, min_size=3, max_size=3)
    kinds: dict[str, st.SearchStrategy[Any]] = {
        UNNAMED: dense,
        DENSE: dense,
        MULTI: st.lists(dense, min_size=1, max_size=3),
        SPARSE: st.dictionaries(st.integers(0, 50), _floats.filter(bool), min_size=1, max_size=4).map(
            lambda pairs: {"indices": sorted(pairs), "values": [pairs[index] for index in sorted(pairs)]}
        ),
    }
    vectors = st.fixed_dictionaries({}, optional={name: kinds[name] for name in names})
    ids = draw(st.lists(_numbers | _uuids, unique=True, max_size=max_points))
    points = [{"id": id, "vector": draw(vectors), "payload": draw(_payloads)} for id in ids]
    return Content(names, points)


def content(client: QdrantClient, name: str) -> dict[Any, Any]:
    """Return the points of a collection by their ids; numbers as far as 32 bits go."""
    found: dict[Any, Any] = {}
    offset = None
    while True:
        page, offset = client.scroll(name, limit=1000, offset=offset, with_vectors=True)
        for point in page:
            vector = point.vector if isinstance(point.vector, dict) or point.vector is None else {"": point.vector}
            vectors = {one: _plain(value) for one, value in (vector or {}).items()}
            found[point.id] = (vectors, point.payload or {})
        if offset is None:
            return found


def _plain(vector: Any) -> Any:
    if isinstance(vector, models.SparseVector):
        return dict(zip(vector.indices, _plain(vector.values), strict=True))
    return numpy.asarray(vector, numpy.float32).tolist()
