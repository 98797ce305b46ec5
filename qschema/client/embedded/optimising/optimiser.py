"""The thread that looks after collections: it builds what is due once nobody writes, or when much is."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from threading import Condition, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from qschema.client.embedded.optimising.build import Build
from qschema.client.embedded.optimising.rules import is_small, never
from qschema.client.embedded.optimising.segments import segments_in
from qschema.client.embedded.optimising.upkeep import unindexed
from qschema.client.errors import QdrantError

if TYPE_CHECKING:
    from qschema.client.embedded.collection import Collection
    from qschema.client.embedded.shard import Shard

_PAUSE = 0.2
"""Seconds without a write after which a collection counts as written."""

_ROUND = 0.05
"""How often to look while there is something to look after, in seconds."""

_AGAIN = 1.0
"""How often to look at a collection that is being written to, in seconds."""

_FEW, _ROUNDS = 64, 8
"""So many writes may be left to be repeated while others wait; in so many rounds more of them are, beside others."""


class Optimiser:
    """Looks after the collections of one engine, one at a time.

    Nothing runs before the first write. What is built is a copy, in a process of its own: the collection is read all
    the time, and written except for the moments when it is flushed and copied, and when the copy takes its place.
    """

    def __init__(self) -> None:
        self._written: dict[Collection, float] = {}
        self._looked: dict[Collection, float] = {}
        self._wake = Condition()
        self._idle = True
        self._stopped = False
        self._thread: Thread | None = None
        self._working_on: Collection | None = None

    def written(self, collection: Collection) -> None:
        """Look after a collection that was just written to."""
        self._written[collection] = monotonic()
        if self._idle:
            with self._wake:
                if self._thread is None and not self._stopped:
                    self._thread = Thread(target=self._run, name="qschema-optimiser", daemon=True)
                    self._thread.start()
                self._wake.notify()

    def stop(self) -> None:
        """Break off what is being done, and build nothing any more; nobody may hold a collection's lock."""
        with self._wake:
            self._stopped = True
            self._wake.notify()
            thread = self._thread
        collection = self._working_on
        if collection is not None:
            collection.upkeep.cancel()
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while True:
            with self._wake:
                self._idle = True
                while not self._written and not self._stopped:
                    self._wake.wait()
                self._idle = False
                if not self._stopped:
                    self._wake.wait(_ROUND)
                if self._stopped:
                    return
            for collection in list(self._written):
                self._look_at(collection)

    def _look_at(self, collection: Collection) -> None:
        now, since = monotonic(), self._written[collection]
        paused = now - since >= _PAUSE
        if not paused and now - self._looked.get(collection, 0.0) < _AGAIN:
            return
        self._looked[collection] = now
        if paused:
            # Before it is looked at: a write that comes meanwhile is another reason.
            self._written.pop(collection, None)
            self._looked.pop(collection, None)
        try:
            build = self._begin(collection, paused=paused)
            if build is not None:
                self._carry_out(collection, build)
        except Exception as error:  # whatever it is, it must not end the thread
            collection.upkeep.error = str(error)

    def _begin(self, collection: Collection, *, paused: bool) -> Build | None:
        """Find out what there is to build, and begin; what is small is built at once."""
        with collection.lock.writing():
            if collection.gone or self._stopped or never(collection.config):
                return None
            shard, upkeep = collection.shard, collection.upkeep
            need = upkeep.need(collection.config, shard, flush=paused)
            if need is None or not (paused or (need.pressing and monotonic() >= upkeep.calm_until)):
                return None
            upkeep.error = None
            if is_small(collection.config, shard.info().points):
                shard.optimize()
                upkeep.nothing_left(collection)
                return None
            return upkeep.begin(collection, need)

    def _carry_out(self, collection: Collection, build: Build) -> None:
        """Wait for a build, and put it in place of the shard, unless that was changed or is gone."""
        from qschema.client.embedded.shard import Shard

        self._working_on = collection
        made: Shard | None = None
        taken = False
        try:
            if self._stopped:
                build.cancel()
            if build.wait():
                left_out = unindexed(segments_in(build.folder))
                made = Shard(build.folder, collection.engine_config())
                repeated = _repeat_most(build.journal, made, 0)
                if collection.durable:
                    # Most of what the last flush would take, while others still write.
                    made.flush()
                    repeated = _repeat_most(build.journal, made, repeated)
                with collection.lock.writing():
                    if not self._is_unwanted(collection, build):
                        made.repeat(build.journal[repeated:])
                        collection.upkeep.succeed(collection, build, made, left_out)
                        taken = True
            else:
                with collection.lock.writing():
                    if not self._is_unwanted(collection, build):
                        collection.upkeep.nothing_left(collection)
        except Exception:
            if not self._is_unwanted(collection, build):
                raise
        finally:
            self._working_on = None
            with collection.lock.writing():
                collection.upkeep.end(collection, build)
            if not taken:
                _throw_away(build, made)
        self.written(collection)

    def _is_unwanted(self, collection: Collection, build: Build) -> bool:
        return build.cancelled or collection.gone or self._stopped


def _repeat_most(journal: Sequence[Any], made: Shard, done: int) -> int:
    """Write what was written since the copy was made, until only a few writes are left; return how many are done."""
    for _ in range(_ROUNDS):
        if len(journal) - done <= _FEW:
            break
        batch = journal[done:]
        made.repeat(batch)
        done += len(batch)
    return done


def _throw_away(build: Build, made: Shard | None) -> None:
    if made is not None:
        with suppress(QdrantError):
            made.close()
    build.remove()
