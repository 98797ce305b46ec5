"""Closing a collection to writes by its strict mode, for moments, and opening it again whatever happens.

No setting of a server closes a collection to all writes, and no limit can be unset. Measured on Qdrant 1.16.3 and
1.19.0: `upsert_max_batchsize: 0` refuses upserts and new vectors (400), `write_rate_limit: 1` refuses every write (429)
after a first one, also by filter, in batches and about indexes, whichever shard it goes to. Each change of the limits
lets one write through again, and so does each full minute. `enabled: false` opens the collection at once.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from qschema.apply.ledger import Ledger
from qschema.apply.live_writes.errors import FreezeUnfitError
from qschema.apply.live_writes.generations import NOTHING
from qschema.apply.patience import poll
from qschema.apply.records import FreezeRecord
from qschema.client import QdrantClient, models, requests
from qschema.client.errors import NotFound, RateLimited

LONGEST_SECONDS = 50.0
"""After 60 s the rate limit lets one write through."""

_ATTEMPTS = 5
_GRACE_SECONDS = 1.0
_LIFT_SECONDS = 10.0
_WIDE = 2**32 - 1
"""What stands for "no limit", as a limit can't be unset: the largest number that all ways to a server carry."""

_LEVERS = {"upsert_max_batchsize": 0, "write_rate_limit": 1}


@dataclass
class Freeze:
    """A collection that is closed to writes.

    Attributes:
        until: When it is opened again at the latest, by `time.monotonic`.
        seconds: How long it was closed; counts once it is open again.
    """

    until: float
    seconds: float = 0.0


@contextmanager
def frozen(client: QdrantClient, project: str, collection: str, *, limit: float) -> Iterator[Freeze]:
    """Close a collection to writes within a `with` block. The project's lock has to be held.

    Reads go on. Writes that were taken on before are carried out before the block begins. What was begun is noted in
    the ledger first, so that `lift_freezes` finds it after a crash.

    Args:
        client: The instance.
        project: The project.
        collection: The collection, by its own name.
        limit: Seconds that the block may take, 50 at the most; the block itself looks at `until`.

    Raises:
        FreezeUnfitError: Strict mode can't do that here.
    """
    lift_freezes(client, project)  # so that what is remembered as before isn't a freeze itself
    before = _fit(client, collection, limit)
    ledger = Ledger(client)
    _note(ledger, FreezeRecord(project=project, collection=collection, phase="begun", before=before))
    freeze = Freeze(until=time.monotonic() + limit)
    began = time.monotonic()
    try:
        _close(client, collection)
        freeze.until = time.monotonic() + limit
        yield freeze
    finally:
        _open(client, collection, before)
        freeze.seconds = time.monotonic() - began
        _note(ledger, FreezeRecord(project=project, collection=collection, phase="lifted"))


def lift_freezes(client: QdrantClient, project: str | None = None) -> list[str]:
    """Open all collections that a run has closed and, as it died, not opened. Under the project's lock.

    Args:
        client: The instance.
        project: The project; None for all, while no run is at work.

    Returns:
        Their names.
    """
    ledger = Ledger(client)
    latest = {(record.project, record.collection): record for record in ledger.read(FreezeRecord, project)}
    left = [record for record in latest.values() if record.phase == "begun"]
    for record in left:
        _open(client, record.collection, record.before or {})
        _note(ledger, FreezeRecord(project=record.project, collection=record.collection, phase="lifted"))
    return [record.collection for record in left]


def residue(client: QdrantClient, collection: str) -> str:
    """Return in words what a freeze leaves behind for good; empty if nothing.

    Raises:
        FreezeUnfitError: Strict mode can't close this collection.
    """
    before = _fit(client, collection, 0.0)
    left = [f"{name} {_WIDE}" for name in _LEVERS if before.get(name) is None]
    if not left:
        return ""
    return (
        f"{collection} keeps limits in its strict mode for good, since none can be unset: {', '.join(left)}, wide "
        "enough for every write. Taking write access from the keys of its writers for that time leaves nothing behind"
    )


def _fit(client: QdrantClient, collection: str, limit: float) -> dict[str, Any]:
    """Return a collection's strict mode as it is, if it can be used."""
    if limit > LONGEST_SECONDS:
        why = f"it holds for {LONGEST_SECONDS:g} s at the most, and {limit:g} s were asked for"
        raise FreezeUnfitError(collection, why)
    config = client.get_collection(collection).config.strict_mode_config
    before = config.model_dump(mode="json", exclude_none=True) if config else {}
    if not before.get("enabled") and (limits := sorted(before.keys() - {"enabled"} - _LEVERS.keys())):
        why = f"it is switched off, and switched on, it would put other limits into force: {', '.join(limits)}"
        raise FreezeUnfitError(collection, why)
    status = client.send(requests.GetClusterStatus())
    if isinstance(status, models.ClusterStatusOneOf1) and len(status.peers) > 1:
        raise FreezeUnfitError(collection, "each node of a cluster counts writes for itself")
    return before


def _close(client: QdrantClient, collection: str) -> None:
    """Set the limits, use up the one write that they let through, and wait for all writes that were taken on before."""
    for _ in range(_ATTEMPTS):
        _set(client, collection, {"enabled": True, **_LEVERS})
        try:
            client.send(requests.DeletePoints(collection, NOTHING, wait=True), timeout=LONGEST_SECONDS)
        except RateLimited:
            continue
        return
    # Others are always faster: it is closed, and what they were let through with may still wait to be carried out.
    poll(lambda: not _waits(client, collection), LONGEST_SECONDS)
    time.sleep(_GRACE_SECONDS)


def _waits(client: QdrantClient, collection: str) -> bool:
    """Tell whether writes wait to be carried out; servers below 1.17 don't tell."""
    queue = client.get_collection(collection).update_queue
    return queue is not None and queue.length > 0


def _open(client: QdrantClient, collection: str, before: Mapping[str, Any]) -> None:
    """Give back a collection's strict mode, as far as that goes; a collection that is gone needs none."""
    wide = dict.fromkeys(_LEVERS, _WIDE)
    kept = {name: before[name] for name in ("enabled", *_LEVERS) if before.get(name) is not None}

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
