"""Two collections with the same points, to be spoilt and compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import numpy

from qschema.apply.verifying import Query, Report, verify
from qschema.apply.verifying.sides import SearchedSide
from qschema.client import QdrantClient, models
from qschema.schema.verification import Verify

SIZE = 8

DENSE: dict[str, Any] = {
    "text": models.VectorParams(size=SIZE, distance=models.Distance.COSINE),
    "image": models.VectorParams(size=SIZE, distance=models.Distance.EUCLID),
    "tokens": models.VectorParams(
        size=SIZE,
        distance=models.Distance.COSINE,
        multivector_config=models.MultiVectorConfig(comparator=models.MultiVectorComparator.MAX_SIM),
    ),
}
SPARSE = {"words": models.SparseVectorParams()}

Point = models.PointStruct


def points(count: int, *, seed: int = 0, sparing: bool = True) -> list[Point]:
    """Return points of all kinds; some don't have some vectors, or no payload."""
    chance, numbers = Random(seed), numpy.random.default_rng(seed)

    def vectors() -> dict[str, Any]:
        found: dict[str, Any] = {
            "text": numbers.normal(size=SIZE).tolist(),
            "image": numbers.normal(size=SIZE).tolist(),
            "tokens": numbers.normal(size=(2, SIZE)).tolist(),
            "words": models.SparseVector(indices=[chance.randint(1, 50), 99], values=[1.5, chance.random() + 0.1]),
        }
        return {name: one for name, one in found.items() if not sparing or chance.random() < 0.9}

    def id_of(number: int) -> int | str:
        return f"{chance.getrandbits(32):08x}-0000-4000-8000-{number:012x}" if number % 2 else number

    def payload(number: int) -> dict[str, Any]:
        return {} if sparing and number % 5 == 4 else {"n": number, "price": number / 2, "deep": {"tags": [1, "a"]}}

    return [Point(id=id_of(number), vector=vectors(), payload=payload(number)) for number in range(count)]


@dataclass
class Pair:
    """An old collection and its copy.

    Attributes:
        old: The old one.
        new: The copy.
        options: Options of each verification.
    """

    old: SearchedSide
    new: SearchedSide
    options: dict[str, Any] = field(default_factory=lambda: {"again_seconds": 0.0})

    @classmethod
    def of(cls, old: QdrantClient, new: QdrantClient, there: Sequence[Point], **body: Any) -> Pair:
        """Make both collections, and write the points, in another order into the new one."""
        settings: dict[str, Any] = {"vectors_config": DENSE, "sparse_vectors_config": SPARSE, **body}
        for client, name in ((old, "blue"), (new, "green")):
            client.delete_collection(name)
            client.create_collection(name, **settings)
        pair = cls(SearchedSide(old, "blue", "here"), SearchedSide(new, "green", "there"))
        pair.fill(there)
        return pair

    def fill(self, there: Sequence[Point]) -> None:
        """Write points, in another order into the new collection, in place of all others."""
        for side, points in ((self.old, there), (self.new, there[::-1])):
            side.client.delete(side.collection, models.Filter(), wait=True)
            if points:
                side.client.upsert(side.collection, points, wait=True)

    def verify(
        self, required: dict[str, Any] | None = None, *, queries: Sequence[Query] = (), **options: Any
    ) -> Report:
        """Hold the copy against the old one."""
        return verify(
            self.old, self.new, Verify.model_validate(required or {}), queries=queries, **{**self.options, **options}
        )

    def spoil(self, point: Point) -> None:
        """Replace a point of the copy."""
        self.new.client.upsert("green", [point], wait=True)

    def drop(self, *ids: int | str) -> None:
        """Delete points of the copy."""
        self.new.client.delete("green", list(ids), wait=True)


def outcomes(report: Report) -> dict[str, str]:
    return {one.check: one.outcome.value for one in report.results}


def failed(report: Report) -> set[str]:
    return {one.check for one in report.failed}
