"""Calling fields otherwise."""

from __future__ import annotations

from typing import Any

from qschema.apply.transforms.base import PayloadTransform
from qschema.apply.transforms.paths import places, put


class RenameFields(PayloadTransform):
    """Moves fields to other paths. All are taken out before any is put in, so that two can change places.

    Attributes:
        rename: Paths, and where what stands there goes; neither has a `[]`.
    """

    rename: dict[str, str]

    def change(self, payload: dict[str, Any]) -> None:
        """Move what is there."""
        found = [(new, holder.pop(key)) for old, new in self.rename.items() for holder, key in [*places(payload, old)]]
        for path, value in found:
            put(payload, path, value)
