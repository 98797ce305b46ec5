"""A reindex that a writer follows."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from qschema.apply.live_writes.generations import Generations
from qschema.apply.records import MirrorRecord


@dataclass
class Followed:
    """A reindex, and how far a writer is with it.

    Attributes:
        mirror: What the ledger says.
        generations: The two generations; None if it can't follow.
        before: The writes that were under way when the phase began.
        since: When the phase began, by this process's clock.
        reached: The last phase that was reached.
        expired: The `seq` of the pause that lasted too long.
    """

    mirror: MirrorRecord
    generations: Generations | None
    before: frozenset[int] = frozenset()
    since: float = field(default_factory=time.monotonic)
    reached: str = ""
    expired: int = -1

    @property
    def is_held(self) -> bool:
        """Whether writes are held back."""
        return self.mirror.phase == "paused" and self.expired != self.mirror.seq
