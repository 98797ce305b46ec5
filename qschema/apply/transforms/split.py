"""Splitting one field into several."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from qschema.apply.transforms.base import PayloadTransform
from qschema.apply.transforms.paths import put, values_at


class Split(BaseModel):
    """What is split.

    Attributes:
        field: The path of a text.
        by: What stands between its parts.
        into: The paths of the parts, in order; the last one gets all that is left, and a single one the list of all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    by: str
    into: tuple[str, ...]


class SplitField(PayloadTransform):
    """Splits a text into several fields. The text itself stays.

    Attributes:
        split: What is split, and into what.
    """

    split: Split

    def change(self, payload: dict[str, Any]) -> None:
        """Split it where it is a text."""
        split = self.split
        for value in [*values_at(payload, split.field)]:
            if not isinstance(value, str):
                continue
            if len(split.into) == 1:
                put(payload, split.into[0], [part for part in value.split(split.by) if part])
                continue
            for path, part in zip(split.into, value.split(split.by, len(split.into) - 1), strict=False):
                put(payload, path, part)
