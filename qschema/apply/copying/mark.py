"""How far a range of a copy is."""

from __future__ import annotations

from dataclasses import dataclass

from qschema.apply.copying.ids import PointId


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a range is.

    Attributes:
        seq: The number of the record that says so.
        read: How many points were read.
        written: How many were written, each confirmed.
        last: The last id that was read; None if there was none.
        done: Whether the range is at its end.
    """

    seq: int = 0
    read: int = 0
    written: int = 0
    last: PointId | None = None
    done: bool = False
