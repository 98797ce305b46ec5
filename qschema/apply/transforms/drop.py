"""Leaving fields out."""

from __future__ import annotations

from typing import Any

from qschema.apply.transforms.base import PayloadTransform
from qschema.apply.transforms.paths import places


class DropFields(PayloadTransform):
    """Leaves fields out.

    Attributes:
        drop: Their paths.
    """

    drop: tuple[str, ...]

    def change(self, payload: dict[str, Any]) -> None:
        """Take them out of a payload."""
        for path in self.drop:
            for holder, key in reversed([*places(payload, path)]):
                del holder[key]
