"""What a transform is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from qschema.apply.copying.points import PointColumns

if TYPE_CHECKING:
    from qschema.apply.transforms.cache import EmbeddingCache


@dataclass(frozen=True)
class Tools:
    """What transforms work with.

    Attributes:
        cache: The vectors that were made before; None to make each anew.
    """

    cache: EmbeddingCache | None = None


class Transform(BaseModel, ABC):
    """Base of all transforms. Each has one key of its own, by which a declaration tells it from others."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @abstractmethod
    def apply(self, points: PointColumns, tools: Tools) -> PointColumns:
        """Return points as they are after it. Their payloads are the transform's own, and may be changed in place."""


class PayloadTransform(Transform):
    """Base of transforms that change each payload by itself."""

    def apply(self, points: PointColumns, tools: Tools) -> PointColumns:
        """Change all payloads."""
        for payload in points.payloads:
            self.change(payload)
        return points

    @abstractmethod
    def change(self, payload: dict[str, Any]) -> None:
        """Change a payload in place."""


class VectorTransform(Transform):
    """Base of transforms that change which vectors there are."""

    def apply(self, points: PointColumns, tools: Tools) -> PointColumns:
        """Return the points with other vectors."""
        names = {name: self.named(name) for name in points.vectors}
        return replace(points, vectors={new: points.vectors[name] for name, new in names.items() if new is not None})

    @abstractmethod
    def named(self, name: str) -> str | None:
        """Return how a vector is called afterwards; None if it is dropped."""
