"""The copy engine: plans ranges once, copies them side by side, and goes on where it was broken off."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from contextlib import nullcontext
from threading import Thread

from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.copying.back_filling import VectorWriter
from qschema.apply.copying.deferring import deferred_indexing, restore_indexing
from qschema.apply.copying.errors import CopyFailedError, CopyStoppedError, OtherCopyError
from qschema.apply.copying.halt import Halt, HaltedError
from qschema.apply.copying.journal import CopyJournal
from qschema.apply.copying.lane import Lane, Writer
from qschema.apply.copying.mark import Mark
from qschema.apply.copying.options import CopyOptions
from qschema.apply.copying.plan import CopyPlan
from qschema.apply.copying.planning import plan_copy
from qschema.apply.copying.progress import CopyProgress, Tally
from qschema.apply.copying.ranges import IdRange
from qschema.apply.copying.reading import PageReader
from qschema.apply.copying.side import Side
from qschema.apply.copying.throttle import Brake
from qschema.apply.copying.writing import PageWriter
from qschema.apply.failpoints import reached
from qschema.apply.strict_mode import page_limit
from qschema.apply.watching import Stop
from qschema.client.migrating.recreating import page_size
from qschema.errors import QschemaError

_GLANCE = 0.1
"""Seconds between two looks of the caller's thread at what the lanes do."""

_CHECK_SECONDS = 1.0
"""Seconds between two checks whether this run may go on, which ask the instance."""

Told = Callable[[CopyProgress], None]


def copy_points(
    source: Side,
    dest: Side,
    options: CopyOptions,
    *,
    copying: str,
    restart: bool = False,
    check: Callable[[], None] = lambda: None,
    told: Told = lambda progress: None,
    stop: Stop | None = None,
) -> CopyProgress:
    """Copy the points of a collection into another one, which is there already.

    The copy is planned once, and its plan and how far it is stand in the ledger of the destination. Called again with
    the same id, it goes on: what is noted as confirmed isn't read again, and nothing is left out. What is inserted,
    changed or deleted at the source meanwhile may be missed: whoever writes has to write to both sides.

    Args:
        source: Where from.
        dest: Where to; may be the same collection, to fill a vector.
        options: How.
        copying: The copy's id.
        restart: Forget how far it is, and plan it anew.
        check: Makes sure that this run may go on; is called once a second.
        told: Is told how far it is, several times a second.
        stop: Ends it between two pages.

    Returns:
        What was copied, by earlier runs as well.

    Raises:
        OtherCopyError: It was planned otherwise.
        CopyStoppedError: It was told to stop.
        CopyFailedError: Something failed. Whatever ended it, indexing is restored and what was written is noted.
    """
    ensure_ledger(dest.client)
    journal = CopyJournal(dest.client, copying, dest.collection)
    plan = _planned(source, dest, options, journal, copying, restart=restart)
    marks = journal.marks()
    tally = Tally(plan.points, marks.values())
    if not journal.is_done():
        run = _Run(source, dest, options, plan, journal, tally, stop or Stop())
        try:
            defers = options.defer_indexing and plan.left(marks)
            with deferred_indexing(dest.client, dest.collection, journal) if defers else nullcontext():
                run.go(marks, check, told)
        finally:
            restore_indexing(dest.client, dest.collection, journal)
        journal.note("done", {"read": tally.now.read, "written": tally.now.written})
    told(tally.now)
    return tally.now


def _planned(
    source: Side, dest: Side, options: CopyOptions, journal: CopyJournal, copying: str, *, restart: bool
) -> CopyPlan:
    found = None if restart else journal.plan()
    wanted = CopyPlan(
        source=source.place,
        source_collection=source.collection,
        collection=dest.collection,
        where=None if options.where is None else options.where.model_dump(mode="json", exclude_unset=True),
        write=options.write,
        transforms=options.transforms,
    )
    if found is not None:
        if what := found.differs_from(wanted):
            raise OtherCopyError(copying, what)
        return found
    plan = plan_copy(source, wanted, options)
    journal.note("planned", plan.model_dump(mode="json"))
    reached("copy", "after-planning")
    return plan


class _Run:
    """One run of a copy: the lanes, and the caller's thread that looks after them."""

    def __init__(
        self,
        source: Side,
        dest: Side,
        options: CopyOptions,
        plan: CopyPlan,
        journal: CopyJournal,
        tally: Tally,
        stop: Stop,
    ) -> None:
        self._source, self._dest = source, dest
        self._plan, self._tally = plan, tally
        self._halt, self._stop = Halt(stop), stop
        self._failure: Exception | None = None
        self._left: queue.SimpleQueue[tuple[int, IdRange, Mark]] = queue.SimpleQueue()
        read_from = source.client.get_collection(source.collection).config
        write_to = dest.client.get_collection(dest.collection).config
        size = page_size(min(options.page, page_limit(read_from) or options.page), write_to)
        self._lane = Lane(
            PageReader(source, size=size, where=options.where, with_vectors=options.with_vectors, halt=self._halt),
            options.transform,
            self._writer(options, size),
            Brake(options.throttle, dest, self._halt),
            journal,
            checkpoint_seconds=options.checkpoint_seconds,
            told=tally.add,
        )
        self._threads = [
            Thread(target=self._work, name=f"qschema-copy-{number}", daemon=True) for number in range(options.lanes)
        ]

    def go(self, marks: dict[int, Mark], check: Callable[[], None], told: Told) -> None:
        """Copy all ranges that aren't done."""
        for index in self._plan.left(marks):
            self._left.put((index, self._plan.ranges[index], marks.get(index, Mark())))
        for thread in self._threads:
            thread.start()
        try:
            self._look_after(check, told)
        finally:
            self._halt.event.set()
            for thread in self._threads:
                thread.join()
        if self._failure is not None:
            raise self._failed(self._failure) from self._failure
        if self._stop.wanted and not self._left.empty():
            raise CopyStoppedError(self._source.collection, self._dest.collection, self._tally.written_now)

    def _look_after(self, check: Callable[[], None], told: Told) -> None:
        checked = time.monotonic()
        for thread in self._threads:
            while thread.is_alive():
                thread.join(_GLANCE)
                if time.monotonic() - checked >= _CHECK_SECONDS:
                    check()
                    checked = time.monotonic()
                told(self._tally.now)
                self._halt.hear()

    def _work(self) -> None:
        """Copy one range after the other, in a thread of its own."""
        while not self._halt.wanted:
            try:
                index, ids, mark = self._left.get_nowait()
            except queue.Empty:
                return
            try:
                self._lane.copy(index, ids, mark)
            except HaltedError:
                self._left.put((index, ids, mark))  # it isn't done
                return
            except Exception as error:
                self._failure = self._failure or error
                self._halt.event.set()

    def _writer(self, options: CopyOptions, size: int) -> Writer:
        if options.write == "vectors":
            return VectorWriter(self._dest, size=size, halt=self._halt)
        return PageWriter(self._dest, size=size, inserts=options.write == "insert_only", halt=self._halt)

    def _failed(self, error: Exception) -> CopyFailedError:
        why = error.what if isinstance(error, QschemaError) else f"{type(error).__name__}: {error}"
        return CopyFailedError(self._source.collection, self._dest.collection, self._tally.written_now, why)
