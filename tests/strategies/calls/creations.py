"""Bodies that create collections with the vectors of the vocabulary, and what they then have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.strategies.calls import payloads
from tests.strategies.calls.vocabulary import DENSE, MULTI, SIZE, SPARSE, Json, numbers

QUANTIZATIONS: list[Json] = [
    {"scalar": {"type": "int8"}},
    {"product": {"compression": "x4"}},
    {"turbo": {}},
]
"""Without the binary ones: of points that are the same to the bit, some are left out before they are looked at."""

DISTANCES = ("Cosine", "Dot", "Euclid", "Manhattan")


@dataclass(frozen=True, eq=False)
class Shape:
    """A collection as it is created.

    Attributes:
        body: The body of the call.
        vectors: Its vectors by name, the parameters of each.
    """

    body: Json
    vectors: Mapping[str, Json]

    @property
    def names(self) -> list[str]:
        """The names of the vectors."""
        return list(self.vectors)

    def vector(self, name: str, seed: int) -> Any:
        """Return a vector of the kind that the name has here; a seed gives the same one each time."""
        given = self.vectors.get(name, {"size": SIZE})
        if "size" not in given:
            indices = sorted({seed % 7, seed % 5 + 3, seed % 3 + 8})
            return {"indices": indices, "values": numbers(seed, len(indices))}
        bytes = given.get("datatype") == "uint8"
        if "multivector_config" in given:
            # as fractions: a server reads two lists of whole numbers as a sparse vector
            return [[float(one) for one in numbers(seed * 10 + row, bytes=bytes)] for row in range(1 + seed % 3)]
        return numbers(seed, bytes=bytes)


def _any_dense(random: Random) -> Json:
    said: Json = {"size": SIZE, "distance": random.choice(DISTANCES)}
    if random.random() < 0.3:
        said["on_disk"] = random.random() < 0.5
    if random.random() < 0.4:
        said["datatype"] = random.choice(["float32", "float16", "uint8"])
    if random.random() < 0.3:
        said["quantization_config"] = random.choice(QUANTIZATIONS)
    if random.random() < 0.2:
        said["hnsw_config"] = {"m": 0}
    return said


def _any_shape(random: Random) -> Shape:
    """A collection with one vector without a name, or with several of all kinds."""
    if random.random() < 0.25:
        only = _any_dense(random)
        return Shape({"vectors": only}, {"": only})
    vectors = {DENSE: _any_dense(random)}
    if random.random() < 0.5:
        vectors[MULTI] = {**_any_dense(random), "multivector_config": {"comparator": "max_sim"}}
    body: Json = {"vectors": vectors}
    if random.random() < 0.6:
        body["sparse_vectors"] = {SPARSE: random.choice([{}, {"modifier": "idf"}, {"index": {"on_disk": True}}])}
    return Shape(body, {**vectors, **body.get("sparse_vectors", {})})


SHAPES = [_any_shape(Random(seed)) for seed in range(100)]
"""The collections: so many and no more, so that what draws calls about each of them is made only once."""


@cache
def index_bodies() -> st.SearchStrategy[Json]:
    """Bodies that create payload indexes, most of them on fields that hold such values."""
    own = st.sampled_from(sorted(payloads.KINDS)).flatmap(
        lambda kind: st.sampled_from([kind, *_OPTIONS.get(kind, ())]).map(
            lambda schema: {"field_name": kind, "field_schema": schema}
        )
    )
    inner = st.sampled_from(
        [
            ("list[].keyword", "keyword"),
            ("list[].integer", "integer"),
            ("object.integer", "integer"),
            ("keyword", "text"),
        ]
    ).map(lambda given: {"field_name": given[0], "field_schema": given[1]})
    return st.one_of(own, own, own, inner)


_OPTIONS: dict[str, list[Json]] = {
    "keyword": [
        {"type": "keyword", "is_tenant": True},
        {"type": "keyword", "on_disk": True},
        {"type": "keyword", "prefix": True},
    ],
    "integer": [
        {"type": "integer", "lookup": True, "range": False},
        {"type": "integer", "lookup": False, "range": True},
    ],
    "float": [{"type": "float", "on_disk": True}],
    "text": [
        {"type": "text", "phrase_matching": True},
        {"type": "text", "tokenizer": "prefix", "min_token_len": 2},
        {"type": "text", "lowercase": False},
        {"type": "text", "stopwords": "english"},
    ],
    "datetime": [{"type": "datetime", "is_principal": True}],
}


@cache
def late_vectors() -> st.SearchStrategy[Json]:
    """Bodies that create the vector `LATE`."""
    params = st.sampled_from(DISTANCES).map(lambda distance: {"dense": {"size": SIZE, "distance": distance}})
    return st.one_of(params, params, st.just({"sparse": {}}))
