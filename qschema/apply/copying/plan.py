"""What a copy is to do, as it stands in the ledger: whoever goes on with it does the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from qschema.apply.copying.mark import Mark
from qschema.apply.copying.ranges import IdRange
from qschema.schema.secrets import redact

Write = Literal["upsert", "insert_only", "vectors"]
"""How points are written: over what is there; only where nothing is there; or only the vectors of what is there."""


class CopyPlan(BaseModel):
    """A copy.

    Attributes:
        source: Where the points come from: a URL, or the folder of an embedded instance.
        source_collection: The collection they are read from.
        collection: The collection they are written to.
        where: The filter of those that are copied, as the API has it; None for all.
        write: How they are written.
        transforms: What is done to them on the way.
        points: How many there were when it was planned.
        ranges: The ranges that are copied side by side.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    source: str
    source_collection: str
    collection: str
    where: dict[str, Any] | None = None
    write: Write = "upsert"
    transforms: tuple[dict[str, Any], ...] = ()
    points: int = 0
    ranges: tuple[IdRange, ...] = ()

    def differs_from(self, other: CopyPlan) -> str:
        """Return in what another plan is to do something else, whatever its ranges; empty if in nothing.

        One of them was read from the ledger, where secrets are blackened.
        """
        one, another = (redact(plan.model_dump(mode="json", exclude={"points", "ranges"})) for plan in (self, other))
        return ", ".join(name for name in one if one[name] != another[name])

    def left(self, marks: Mapping[int, Mark]) -> list[int]:
        """Return the numbers of the ranges that aren't done."""
        return [index for index in range(len(self.ranges)) if index not in marks or not marks[index].done]
