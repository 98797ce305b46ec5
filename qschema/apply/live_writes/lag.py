"""How far green was behind blue when a pass looked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lag:
    """What a pass has found, and brought in line.

    Attributes:
        looked: How many points it has looked at.
        missing: How many points green lacked.
        extra: How many points green had that blue no longer has.
        changed: How many points differed.
        moving: How many points of these didn't come to rest, because others write to them all the time.
        seconds: How long the pass took.
    """

    looked: int = 0
    missing: int = 0
    extra: int = 0
    changed: int = 0
    moving: int = 0
    seconds: float = 0.0

    @property
    def points(self) -> int:
        """How many points were behind."""
        return self.missing + self.extra + self.changed

    def __add__(self, other: Lag) -> Lag:
        return Lag(
            self.looked + other.looked,
            self.missing + other.missing,
            self.extra + other.extra,
            self.changed + other.changed,
            self.moving + other.moving,
            self.seconds + other.seconds,
        )

    def __str__(self) -> str:
        return (
            f"{self.points} of {self.looked} points were behind ({self.missing} missing, {self.extra} deleted since, "
            f"{self.changed} changed) in {self.seconds:.1f} s"
        )
