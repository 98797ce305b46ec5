"""Following reindexes: looking at the ledger again and again, doing what it says, and telling how far that is."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from threading import Event, Thread
from uuid import uuid4

from qschema.apply.copying.options import Transform, unchanged
from qschema.apply.errors import NoPermissionError
from qschema.apply.ledger import Ledger
from qschema.apply.live_writes.errors import ForkedWriterError
from qschema.apply.live_writes.followed import Followed
from qschema.apply.live_writes.gate import Gate
from qschema.apply.live_writes.generations import Generations, touch
from qschema.apply.live_writes.mirroring import Mirroring
from qschema.apply.records import MirrorRecord, WriterRecord, now
from qschema.apply.who import whoami
from qschema.client import QdrantClient
from qschema.client.errors import Forbidden, NotFound, QdrantError

INTERVAL_SECONDS = 1.0
"""How often a writer looks at the ledger, if it isn't told otherwise."""

_HASTE_SECONDS = 0.05
"""How often it looks while somebody waits for it."""


class Follower:
    """Follows the reindexes of a project.

    Args:
        client: The instance, reached without interceptors.
        project: The project.
        transforms: The transforms of reindexes by their names.
        interval: Seconds between two looks at the ledger.

    Attributes:
        gate: What the writes pass through.
        mirroring: What carries out writes to two generations.
    """

    def __init__(
        self, client: QdrantClient, project: str, transforms: Mapping[str, Transform], interval: float
    ) -> None:
        self.gate = Gate()
        self.mirroring = Mirroring()
        self._client = client
        self._ledger = Ledger(client)
        self._transforms = {"": unchanged, **transforms}
        self._record = WriterRecord(project=project, writer=str(uuid4()), who=whoami(), interval=interval)
        self._followed: dict[str, Followed] = {}
        self._process = os.getpid()
        self._stop = Event()
        self._thread = Thread(target=self._run, name="qschema-follower", daemon=True)

    def start(self) -> None:
        """Register as a writer, do what the ledger says already, and go on looking in the background.

        Raises:
            NoPermissionError: This key may not read the ledger, or not write to it.
        """
        try:
            self._beat()  # first, so that whoever begins a reindex after the look below waits for this writer
            self.look()
        except Forbidden as error:
            raise NoPermissionError("read and write the ledger, the collection _qschema", error.what) from error
        self._thread.start()

    def stop(self) -> None:
        """Look no more, and take this writer off the ledger, once its writes have ended and all marks are laid."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join()
        under_way = self.gate.change({}, ())
        while not self.gate.have_left(under_way):
            time.sleep(_HASTE_SECONDS)
        with suppress(QdrantError):  # then its record stays, and whoever reads it compares all points
            self.mirroring.mark_again()
            self._ledger.drop_writer(self._record.writer)

    def check_process(self) -> None:
        """Make sure that this is the process in which somebody looks at the ledger.

        Raises:
            ForkedWriterError: It was forked from that one.
        """
        if self._process != os.getpid():
            raise ForkedWriterError

    def look(self) -> None:
        """Read the ledger once, and do what it says.

        Raises:
            QdrantError: It can't be read, or not written to; things stay as they are.
        """
        self._take_note(self._mirrors())
        for one in self._followed.values():
            if one.reached != one.mirror.phase:
                self._advance(one)
        with suppress(QdrantError):
            self.mirroring.mark_again()
        self._beat()

    def _run(self) -> None:
        while not self._stop.wait(self._pause()):
            with suppress(Exception):  # whatever it is: the next look may go better, and until then no beat is seen
                self.look()

    def _pause(self) -> float:
        waited_for = any(one.is_held or self._is_pending(one) for one in self._followed.values())
        return min(_HASTE_SECONDS, self._record.interval) if waited_for else self._record.interval

    def _is_pending(self, one: Followed) -> bool:
        return one.generations is not None and one.reached != one.mirror.phase and one.expired != one.mirror.seq

    def _mirrors(self) -> dict[str, MirrorRecord]:
        """Return what counts for each reindex that isn't over; nothing where there is no ledger."""
        try:
            records = self._ledger.read(MirrorRecord, self._record.project)
        except NotFound:
            return {}
        latest = {record.reindex: record for record in records}
        return {reindex: record for reindex, record in latest.items() if record.phase != "over"}

    def _take_note(self, mirrors: dict[str, MirrorRecord]) -> None:
        for reindex in self._followed.keys() - mirrors.keys():
            gone = self._followed.pop(reindex)
            self._pass()
            if gone.generations is not None:
                self.mirroring.forget(gone.generations)
        for reindex, mirror in mirrors.items():
            one = self._followed.get(reindex)
            if one is None:
                self._followed[reindex] = self._begun(mirror)
            elif one.mirror.seq != mirror.seq:
                one.mirror, one.since, one.reached = mirror, time.monotonic(), ""
                one.before = self._pass()
            elif one.is_held and time.monotonic() - one.since > mirror.seconds:
                # Whoever asked for the pause has given it up by now, or is dead; the ledger was read just now.
                one.expired = mirror.seq
                one.reached = "mirroring"
                self._pass()

    def _begun(self, mirror: MirrorRecord) -> Followed:
        one = Followed(mirror, self._generations(mirror))
        self._followed[mirror.reindex] = one
        one.before = self._pass()
        return one

    def _generations(self, mirror: MirrorRecord) -> Generations | None:
        """Return the generations of a reindex; None if this writer can't follow it, which its record then says."""
        transform = self._transforms.get(mirror.transform)
        why = f"it wasn't given the transform {mirror.transform!r}" if transform is None else self._obstacle(mirror)
        if transform is not None and not why:
            return Generations(self._client, mirror, transform)
        refuses = {**self._record.refuses, mirror.reindex: why}
        self._record = self._record.model_copy(update={"refuses": refuses})
        return None

    def _obstacle(self, mirror: MirrorRecord) -> str:
        """Return why this writer can't write to all that a reindex is about; empty if it can."""
        tried = ""
        try:
            for tried in (mirror.blue, mirror.green, mirror.marks):
                touch(self._client, tried)
        except (Forbidden, NotFound) as error:
            return f"it can't write to {tried!r} ({error.what})"
        return ""

    def _pass(self) -> frozenset[int]:
        """Let writes pass as the phases say; return those that are under way."""
        routes = {
            name: one.generations
            for one in self._followed.values()
            if one.generations is not None
            for name in one.mirror.names
        }
        held = {
            name
            for one in self._followed.values()
            if one.generations is not None and one.is_held
            for name in one.mirror.names
        }
        return self.gate.change(routes, held)

    def _advance(self, one: Followed) -> None:
        """Take note that a phase is reached, once all writes of the time before have ended."""
        if not self._is_pending(one) or not self.gate.have_left(one.before):
            return
        if one.generations is not None and one.mirror.phase == "mirroring":
            one.generations.flush()  # writes that nobody waited for
        one.reached = one.mirror.phase

    def _beat(self) -> None:
        """Write down how far this writer is; where there is no ledger, there is nobody to read it."""
        self._record = self._record.model_copy(
            update={
                "at": now(),
                "beat": self._record.beat + 1,
                "follows": {reindex: one.reached for reindex, one in self._followed.items()},
                "refuses": {reindex: why for reindex, why in self._record.refuses.items() if reindex in self._followed},
                "unmarked": self.mirroring.count_unmarked(),
            }
        )
        with suppress(NotFound):
            self._ledger.put_writer(self._record)
