"""What whoever carries out a reindex asks of the writers that follow it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Literal

from qschema.apply.copying.options import Transform, unchanged
from qschema.apply.ledger import Ledger
from qschema.apply.live_writes.errors import (
    PauseTooLongError,
    WriterRefusesError,
    WritersBehindError,
)
from qschema.apply.live_writes.following import INTERVAL_SECONDS
from qschema.apply.live_writes.generations import Generations
from qschema.apply.records import MirrorRecord, WriterRecord, now
from qschema.client import QdrantClient
from qschema.client.errors import NotFound

MARGIN_SECONDS = 10.0
"""How much longer than two of its intervals a writer may give no sign of life."""

SETTLE_SECONDS = INTERVAL_SECONDS + 2.0
"""How long a writer may take that found no ledger to register in when it began."""

PAUSE_SECONDS = 10.0

_LOOK_SECONDS = 0.05
_LONGEST_SECONDS = 60.0
_FORGOTTEN_AFTER = timedelta(days=1)


class LiveWrites:
    """The writers of one reindex. Each method that begins a phase needs the project's lock.

    1. `announce`, then `wait_for_writers`: from then on, every write of theirs goes to both generations, and copying
       may begin. It inserts what green lacks and overwrites nothing (`update_mode: insert_only`, Qdrant ≥ 1.17); where
       that isn't known, it has `generations.converge` bring each page in line, which is slower.
    2. Passes of `CatchUp` after the copy, not before its end. `repair` looks at marked points alone, which is enough
       where nobody else writes. If `is_trusted` is False, the last pass has to compare all points, under a freeze.
    3. The switch of aliases. Writers go on writing to both generations, blue first, so that going back loses nothing.
    4. `handed_over` when nobody goes back any more: writers stop for a moment, and go on with green alone. Then `end`.

    A reindex that is given up just calls `end`. One that is gone on with after a crash begins with `announce`.

    Args:
        client: The instance.
        mirror: What the reindex is about. `blue` has to reach the old generation all the time: where an alias is to
            take its name, that is another alias made before (measured on Qdrant 1.16.3 and 1.19.0: it still reaches the
            collection, for reads and writes).
        transform: Makes points of green from points of blue; the one that writers know by `mirror.transform`.

    Attributes:
        generations: The two generations.
        is_trusted: Whether all writers that were seen so far have followed. Writers that nobody knows of don't count.
    """

    def __init__(self, client: QdrantClient, mirror: MirrorRecord, transform: Transform = unchanged) -> None:
        self._client = client
        self._ledger = Ledger(client)
        self._mirror = mirror
        self._silent: set[str] = set()
        self.generations = Generations(client, mirror, transform)
        self.is_trusted = True

    def announce(self) -> None:
        """Tell writers to write to both generations. Both have to be there."""
        self.generations.marks.make()
        self.generations.parts.align()  # shard keys that came into being since the plan was made
        self._append("mirroring")

    def wait_for_writers(self, *, settle: float = SETTLE_SECONDS) -> list[WriterRecord]:
        """Wait until each writer that is registered writes to both generations.

        A writer that doesn't show that it lives for two of its intervals and a margin isn't waited for; nor, after a
        minute, is one that lives and doesn't get there. Then `is_trusted` is False.

        Args:
            settle: Seconds to wait at the least.

        Returns:
            The writers that weren't waited for any longer.

        Raises:
            WriterRefusesError: One can't follow.
        """
        behind = self._wait("mirroring", settle=settle, longest=_LONGEST_SECONDS)
        reindex = self._mirror.reindex
        if refusals := [(one, one.refuses[reindex]) for one in behind if reindex in one.refuses]:
            raise WriterRefusesError(refusals)
        self._silent = {writer.writer for writer in behind}
        self.is_trusted = self.is_trusted and not behind
        return behind

    @contextmanager
    def handed_over(self, *, limit: float = PAUSE_SECONDS) -> Iterator[None]:
        """Have writers hold back their writes within a `with` block, and go on with green alone after it.

        Call `wait_for_writers` shortly before, so that nobody who is dead is waited for here. At the limit writers go
        on by themselves, to both generations, in case that whoever holds them back has died.

        Args:
            limit: Seconds that writes may be held back.

        Raises:
            WritersBehindError: On entering: not all of them have got there within half of the time.
            PauseTooLongError: On leaving: it took so long that writers may have gone on by themselves. They write to
                both generations, as before; so it is too if the block raises.
        """
        began = time.monotonic()
        self._append("paused", limit)
        try:
            behind = self._wait("paused", settle=0.0, longest=limit / 2)
            if left := [writer for writer in behind if writer.writer not in self._silent]:
                raise WritersBehindError(left, limit / 2)
            yield
            if (passed := time.monotonic() - began) > limit * 0.8:
                raise PauseTooLongError(passed, limit)
        except BaseException:
            self._append("mirroring")
            raise
        self._append("over")

    def end(self) -> None:
        """Tell writers that it is over, wait until they have heard it, and remove the marks."""
        self._append("over")
        self._wait("", settle=0.0, longest=_LONGEST_SECONDS)
        with suppress(NotFound):
            self.generations.marks.drop()

    def _wait(self, phase: str, *, settle: float, longest: float) -> list[WriterRecord]:
        """Wait until all writers have come to a phase; return those that haven't."""
        began = time.monotonic()
        seen: dict[str, tuple[int, float]] = {}
        while True:
            passed = time.monotonic() - began
            behind = [
                one for one in self._writers() if one.follows.get(self._mirror.reindex, "") != phase or one.unmarked
            ]
            for one in behind:
                if seen.get(one.writer, (None, 0.0))[0] != one.beat:
                    seen[one.writer] = one.beat, passed
            alive = [one for one in behind if passed - seen[one.writer][1] < 2 * one.interval + MARGIN_SECONDS]
            alive = [one for one in alive if self._mirror.reindex not in one.refuses]
            if passed >= longest or (passed >= settle and not alive):
                return behind
            time.sleep(_LOOK_SECONDS)

    def _writers(self) -> list[WriterRecord]:
        """Return the writers that are registered, without those that died long ago."""
        writers = []
        for one in self._ledger.read(WriterRecord, self._mirror.project):
            if now() - one.at > _FORGOTTEN_AFTER:
                self._ledger.drop_writer(one.writer)
            else:
                writers.append(one)
        return writers

    def _append(self, phase: Literal["mirroring", "paused", "over"], seconds: float = 0.0) -> None:
        seq = self._ledger.last_seq(self._mirror.project) + 1
        self._ledger.append(
            self._mirror.model_copy(update={"phase": phase, "seconds": seconds, "seq": seq, "at": now()}),
        )
