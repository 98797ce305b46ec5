"""Closing a collection to writes by its strict mode, for moments, and opening it again whatever happens."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from qschema.apply.freezes import left_closed
from qschema.apply.ledger import Ledger
from qschema.apply.live_writes.errors import FreezeUnfitError
from qschema.apply.live_writes.generations import NOTHING
from qschema.apply.patience import poll
from qschema.apply.records import FreezeRecord
from qschema.client import QdrantClient, models, requests
from qschema.client.errors import NotFound, RateLimited
from qschema.planner.freezing import LEVERS, WIDE, residue_words, unfit
from qschema.planner.freezing import residue as left_by
from qschema.schema.lifecycle import LONGEST_FREEZE

_ATTEMPTS = 5
_GRACE_SECONDS = 1.0
_LIFT_SECONDS = 10.0


@dataclass
class Freeze:
    """A collection that is closed to writes.

    Attributes:
        began: Since when, by `time.monotonic`.
        until: When whoever closed it has to be done.
        seconds: How long it was closed; counts once it is open again.
    """

    began: float
    until: float
    seconds: float = 0.0

    def ended(self) -> None:
        """Note how long it was closed."""
        self.seconds = time.monotonic() - self.began


@contextmanager
def frozen(
    client: QdrantClient, project: str, collection: str, *, limit: float, stays: bool = False
) -> Iterator[Freeze]:
    """Close a collection to writes within a `with` block. The project's lock has to be held.

    Reads go on. Writes that were taken on before are carried out before the block begins. What was begun is noted in
    the ledger first, so that `lift_freezes` finds it after a crash.

    Args:
        client: The instance.
        project: The project.
        collection: The collection, by a name that reaches it for as long as it is closed: changes of settings go where
            an alias leads, also where it hides a collection of its name (measured on Qdrant 1.16.3 and 1.19.0).
        limit: Seconds that the block may take, 50 at the most; the block itself looks at `until`.
        stays: Whether it stays closed after the block, unless that raises something, until `lift_freezes` is called.

    Raises:
        FreezeUnfitError: Strict mode can't do that here.
    """
    lift_freezes(client, project)  # so that what is remembered as before isn't a freeze itself
    before = _fit(client, collection, limit)
    ledger = Ledger(client)
    _note(ledger, FreezeRecord(project=project, collection=collection, phase="begun", before=before))
    began = time.monotonic()
    freeze = Freeze(began, until=began + limit)
    is_open = True
    try:
        _close(client, collection)
        freeze.until = time.monotonic() + limit
        yield freeze
        is_open = not stays
    finally:
        if is_open:
            _open(client, collection, before)
            freeze.ended()
            _note(ledger, FreezeRecord(project=project, collection=collection, phase="lifted"))


def lift_freezes(client: QdrantClient, project: str | None = None) -> list[str]:
    """Open all collections that a run has closed and, as it died, not opened. Under the project's lock.

    Args:
        client: The instance.
        project: The project; None for all, while no run is at work.

    Returns:
        Their names.
    """
    ledger, left = Ledger(client), left_closed(client, project)
    for record in left:
        _open(client, record.collection, record.before or {})
        _note(ledger, FreezeRecord(project=record.project, collection=record.collection, phase="lifted"))
    return [record.collection for record in left]


def residue(client: QdrantClient, collection: str) -> str:
    """Return in words what a freeze leaves behind for good; empty if nothing.

    Raises:
        FreezeUnfitError: Strict mode can't close this collection.
    """
    return residue_words(collection, left_by(_fit(client, collection, 0.0)))


def _fit(client: QdrantClient, collection: str, limit: float) -> dict[str, Any]:
    """Return a collection's strict mode as it is, if it can be used."""
    if limit > LONGEST_FREEZE:
        why = f"it holds for {LONGEST_FREEZE:g} s at the most, and {limit:g} s were asked for"
        raise FreezeUnfitError(collection, why)
    config = client.get_collection(collection).config
    strict = config.strict_mode_config
    before = strict.model_dump(mode="json", exclude_none=True) if strict else {}
    is_custom = config.params.sharding_method is models.ShardingMethod.CUSTOM
    status = client.send(requests.GetClusterStatus())
    peers = len(status.peers) if isinstance(status, models.ClusterStatusOneOf1) else 0
    if why := unfit(before, peers=peers, is_custom=is_custom):
        raise FreezeUnfitError(collection, why)
    return before


def _close(client: QdrantClient, collection: str) -> None:
    """Set the limits, use up the one write that they let through, and wait for all writes that were taken on before."""
    for _ in range(_ATTEMPTS):
        _set(client, collection, {"enabled": True, **LEVERS})
        try:
            client.send(requests.DeletePoints(collection, NOTHING, wait=True), timeout=LONGEST_FREEZE)
        except RateLimited:
            continue
        return
    # Others are always faster: it is closed, and what they were let through with may still wait to be carried out.
    poll(lambda: not _waits(client, collection), LONGEST_FREEZE)
    time.sleep(_GRACE_SECONDS)


def _waits(client: QdrantClient, collection: str) -> bool:
    """Tell whether writes wait to be carried out; servers below 1.17 don't tell."""
    queue = client.get_collection(collection).update_queue
    return queue is not None and queue.length > 0


def _open(client: QdrantClient, collection: str, before: Mapping[str, Any]) -> None:
    """Give back a collection's strict mode, as far as that goes; a collection that is gone needs none."""
    wide = dict.fromkeys(LEVERS, WIDE)
    kept = {name: before[name] for name in ("enabled", *LEVERS) if before.get(name) is not None}

    def opened() -> bool:
        try:
            _set(client, collection, {"enabled": False, **wide, **kept})
        except NotFound:
            return True
        return True

    poll(opened, _LIFT_SECONDS)


def _set(client: QdrantClient, collection: str, config: dict[str, Any]) -> None:
    client.update_collection(collection, strict_mode_config=models.StrictModeConfig(**config))


def _note(ledger: Ledger, record: FreezeRecord) -> None:
    ledger.append(record.model_copy(update={"seq": ledger.last_seq(record.project) + 1}))
