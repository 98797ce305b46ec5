"""Leases: how a holder shows that it is alive, and how somebody who waits finds out that it isn't.

The holder counts a number up in its record. Whoever waits looks at the number, and believes the holder dead once it has
stood still for the time of a lease by the watcher's own clock. No two machines' clocks are ever compared.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress

from qschema.apply.ledger import Ledger
from qschema.apply.records import LeaseRecord
from qschema.client import QdrantClient
from qschema.client.errors import QdrantError

BEAT_SECONDS = 5.0
"""How often a holder counts up."""

LEASE_SECONDS = 60.0
"""How long the count may stand still. A holder whose calls take that long one after the other isn't dead, it is only
slow: it beats from a thread of its own, and it looks for its lock before each thing that it does."""


BEATING: set[str] = set()
"""The tokens of those who beat in this process."""


class Heartbeat:
    """Counts up in a lease's record, in the background, within a `with` block.

    A beat that fails is made up for by the next one. If none gets through, somebody may take the lock, and this holder
    finds that out at its next check.

    Args:
        client: The instance.
        lease: The record, as it was first written.
    """

    def __init__(self, client: QdrantClient, lease: LeaseRecord) -> None:
        self._ledger = Ledger(client)
        self._lease = lease
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="qschema-heartbeat", daemon=True)

    def start(self) -> None:
        """Begin to beat."""
        BEATING.add(self._lease.token)
        self._thread.start()

    def stop(self) -> None:
        """Beat no more. A beat that is on its way is waited for a little, as the record is to be removed for good."""
        BEATING.discard(self._lease.token)
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join(BEAT_SECONDS)

    def _run(self) -> None:
        while not self._stop.wait(BEAT_SECONDS):
            self._lease = self._lease.model_copy(update={"beat": self._lease.beat + 1})
            with suppress(QdrantError):
                self._ledger.beat(self._lease)


class LeaseWatch:
    """Watches the leases of others, by this process's clock."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[int | None, float]] = {}

    def stale(self, token: str, lease: LeaseRecord | None) -> bool:
        """Look at a lease once more, and tell whether it has stood still for too long.

        Args:
            token: The holder's token.
            lease: What the holder has written; None if it has written nothing, or nothing that can be read.
        """
        beat = lease.beat if lease else None
        now = time.monotonic()
        last, since = self._seen.get(token, (object(), now))
        if beat != last:
            self._seen[token] = (beat, now)
            return False
        return now - since >= LEASE_SECONDS
