"""The step that drops a named vector with its data (Qdrant 1.18 and later)."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from qschema.client import requests
from qschema.planner.steps.base import Step
from qschema.planner.steps.effects import Notice, Reversal, Undo
from qschema.schema.live import LiveInstance


class DeleteVector(Step):
    """Drop a named vector from all points.

    Attributes:
        name: The vector's name.
        sparse: Whether it is a sparse one.
        in_clone: Whether the collection is a clone that nobody uses yet: what is dropped there stands in the original.
    """

    kind: Literal["delete_vector"] = "delete_vector"
    default_sign: ClassVar[str] = "-"

    name: str
    sparse: bool
    in_clone: bool = False

    @property
    def sign(self) -> str:
        """The sign that the step wears in a plan."""
        return "~" if self.in_clone else self.default_sign

    @property
    def destructive(self) -> bool:
        """Whether the vectors are lost."""
        return not self.in_clone

    def words(self) -> str:
        """Say what the step does."""
        where = f"in {self.collection!r}" if self.in_clone else "from all points"
        return f"drop the {'sparse ' if self.sparse else ''}vector {self.name!r} {where}"

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
        if self.in_clone:
            return Notice()
        return Notice(
            "a search by this vector gets 400", "a write of this vector gets 400, or is lost if it doesn't wait"
        )

    def reversal(self) -> Reversal:
        """Say that only a snapshot brings the vectors back, or that they aren't lost."""
        if self.in_clone:
            return Reversal(Undo.LOSSLESS, "the original has them")
        return self.by_snapshot()
