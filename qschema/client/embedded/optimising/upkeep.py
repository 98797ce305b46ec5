"""What a collection's optimisers have done, do, and have still to do."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from time import monotonic
from typing import TYPE_CHECKING, Any

from qschema.client import models
from qschema.client.embedded.optimising.build import Build
from qschema.client.embedded.optimising.rules import Need, is_below, need_of
from qschema.client.embedded.optimising.segments import Segment, segments_in

if TYPE_CHECKING:
    from qschema.client.embedded.collection import Collection
    from qschema.client.embedded.shard import Shard

_KEPT = 16
"""How many builds that are done are remembered; a server keeps 16, too (measured on 1.19.0)."""

_CALM = 60.0
"""Seconds after a build that couldn't keep up with what was written; until then the next one waits for a pause."""


class Upkeep:
    """The state of one collection's optimisers, in memory.

    Attributes:
        build: What is being built, if anything.
        completed: What was built, the newest first.
        error: Why the last build failed; None if it didn't.
        passed_over: How many points stay out of the index although there was a build.
        calm_until: Until when nothing is built while the collection is being written to, by `time.monotonic`.
    """

    def __init__(self) -> None:
        self.build: Build | None = None
        self.completed: deque[Build] = deque(maxlen=_KEPT)
        self.error: str | None = None
        self.passed_over = 0
        self.calm_until = 0.0

    def need(self, config: Mapping[str, Any], shard: Shard, *, flush: bool = True) -> Need | None:
        """Return what is to be built, None if there is nothing.

        Args:
            config: The collection's configuration.
            shard: Its shard.
            flush: Whether to flush first, where it isn't clear without; else this is as of the last flush.
        """
        if not shard.outdated and is_below(config, shard.info().points):
            return None
        segments = self.segments(shard, flush=flush)
        return need_of(config, segments, outdated=shard.outdated, passed_over=self.passed_over)

    def segments(self, shard: Shard, *, flush: bool = True) -> Sequence[Segment]:
        """Return the segments of the shard."""
        if flush and shard.unflushed:
            shard.flush()
        segments = segments_in(shard.folder)
        # What isn't there any more needn't be passed over.
        self.passed_over = min(self.passed_over, unindexed(segments))
        return segments

    def status(self, config: Mapping[str, Any], shard: Shard) -> models.CollectionStatus:
        """Return what a server would say: whether something failed, is being built, or is to be."""
        if self.error is not None:
            return models.CollectionStatus.RED
        due = self.build is not None or self.need(config, shard) is not None
        return models.CollectionStatus.YELLOW if due else models.CollectionStatus.GREEN

    def optimizer_status(self) -> models.OptimizersStatus:
        """Return why the last build failed, if it did."""
        if self.error is not None:
            return models.OptimizersStatusOneOf1(error=self.error)
        return models.OptimizersStatusOneOf.OK

    def begin(self, collection: Collection, need: Need) -> Build:
        """Begin to build a copy of a collection's shard; from now on its writes are taken down.

        The caller is the writer, as in the other methods that are given a collection.

        Raises:
            BuildError: It can't be copied, or no process be started.
        """
        shard = collection.shard
        # Whatever is said of it: a reader may have begun a flush that isn't done.
        shard.flush()
        build = Build(shard.folder, need, durable=collection.durable)
        shard.journal = build.take_down
        self.build = build
        return build

    def end(self, collection: Collection, build: Build) -> None:
        """Note that a build is over, whatever came of it."""
        self.build = None
        if build.outrun:
            self.calm_until = monotonic() + _CALM
        if not collection.gone and collection.shard.journal == build.take_down:
            collection.shard.journal = None

    def succeed(self, collection: Collection, build: Build, shard: Shard, left_out: int) -> None:
        """Put what was built in place of the collection's shard.

        Args:
            collection: The collection.
            build: The build.
            shard: What it made, open, with all that was written since.
            left_out: How many points didn't come into an index.
        """
        collection.switch(build.folder.name, shard)
        self.passed_over = left_out
        build.finished = datetime.now(timezone.utc)
        self.completed.appendleft(build)

    def nothing_left(self, collection: Collection) -> None:
        """Note that what isn't in an index now is not to be."""
        self.passed_over = unindexed(self.segments(collection.shard))
        collection.up_to_date()

    def cancel(self) -> None:
        """End what is being built: the shard that it is made from is about to be changed, or to go."""
        build = self.build
        if build is not None:
            build.cancel()


def unindexed(segments: Sequence[Segment]) -> int:
    """Return how many points aren't in an index."""
    return sum(segment.points for segment in segments if segment.open)
