"""The step that drops a named vector with its data (Qdrant 1.18 and later)."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from qschema.client import requests
from qschema.planner.steps.base import Step
from qschema.planner.steps.effects import Notice, Reversal
from qschema.schema.live import LiveInstance


class DeleteVector(Step):
    """Drop a named vector from all points.

    Attributes:
        name: The vector's name.
        sparse: Whether it is a sparse one.
    """

    kind: Literal["delete_vector"] = "delete_vector"
    default_sign: ClassVar[str] = "-"
    destructive: ClassVar[bool] = True

    name: str
    sparse: bool

    def words(self) -> str:
        """Say what the step does."""
        return f"drop the {'sparse ' if self.sparse else ''}vector {self.name!r} from all points"

    def requests(self) -> tuple[requests.Request[Any], ...]:
        """Return one call."""
        return (requests.DeleteVectorName(collection_name=self.collection, vector_name=self.name, wait=True),)

    def holds(self, live: LiveInstance) -> bool:
        """Tell whether the vector is gone."""
        there = self.seen(live)
        if there is None:
            return True
        return self.name not in (there.spec.as_json().get("sparse_vectors" if self.sparse else "vectors") or {})

    def inverse(self) -> None:
        """Return nothing: vectors that are dropped do not come back by a step."""

    def notice(self) -> Notice:
        """Say what becomes of calls that name the vector (measured on Qdrant 1.19.0)."""
        return Notice(
            "a search by this vector gets 400", "a write of this vector gets 400, or is lost if it doesn't wait"
        )

    def reversal(self) -> Reversal:
        """Say that only a snapshot brings the vectors back."""
        return self.by_snapshot()
