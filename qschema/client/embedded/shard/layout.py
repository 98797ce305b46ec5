"""What vectors a shard has: what everything that is written or searched with is checked against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qschema.client import models
from qschema.client.errors import BadRequest


@dataclass(frozen=True, slots=True)
class Dense:
    """A dense vector."""

    size: int
    distance: models.Distance
    multi: bool


@dataclass(frozen=True, slots=True)
class Sparse:
    """A sparse vector."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The vectors of a shard by name; the unnamed one is called ""."""

    vectors: Mapping[str, Dense | Sparse]

    def __getitem__(self, name: str) -> Dense | Sparse:
        try:
            return self.vectors[name]
        except KeyError:
            raise BadRequest(f"Wrong input: Not existing vector name error: {name}", status=400) from None


def layout_of(settings: Mapping[str, Any]) -> Layout:
    """Return the vectors that the engine's settings name."""
    dense = {
        name: Dense(vector["size"], models.Distance(vector["distance"]), "multivector_config" in vector)
        for name, vector in settings.get("vectors", {}).items()
    }
    return Layout(dense | {name: Sparse() for name in settings.get("sparse_vectors", {})})
