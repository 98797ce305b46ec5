"""Waiting for a collection, with an eye on its progress."""

from __future__ import annotations

import time
from collections.abc import Callable

from qschema.apply.errors import NoProgressError, OptimizerFailedError, StillWorkingError
from qschema.apply.patience import UNANSWERED
from qschema.apply.readiness.look import Look, look_at
from qschema.apply.readiness.progress import Progress
from qschema.client import QdrantClient, models, requests
from qschema.client.errors import NotFound, QdrantError
from qschema.client.gates import version_of
from qschema.client.models import CollectionStatus

GOOD_LOOKS = 3
"""How many looks in a row have to be good: right after a change the status may still be green for a moment (since
Qdrant 1.18.1 the optimisers are started anew in the background)."""

PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 1.0
WAKE_SECONDS = 5.0
"""How long to leave a grey collection alone after it was woken: waking it starts its optimisers anew."""

UNANSWERED_SECONDS = 120.0
"""How long a server may not answer at all while it is waited for."""


def wait_until_ready(
    client: QdrantClient,
    collection: str,
    *,
    seconds: float | None = None,
    check: Callable[[], None] = lambda: None,
    told: Callable[[Look], None] = lambda look: None,
) -> None:
    """Wait until nothing is done in the background any more.

    A collection whose optimisers are switched off (`max_optimization_threads: 0`) is not waited for. A grey one, whose
    work waits for an update (as after a restart), is woken.

    Args:
        client: The instance.
        collection: The collection's physical name.
        seconds: How long at most; None for as long as it gets on.
        check: Makes sure that this run may go on; is called before each look.
        told: Is told of each look that isn't good.

    Raises:
        StillWorkingError: The time is up. Nothing has failed.
        NoProgressError: The optimiser gets nowhere.
        OptimizerFailedError: The optimiser failed; the collection is red.
        QdrantError: The server could not be asked for a long time.
    """
    server = version_of(client.info().version)
    progress = Progress()
    start = answered = time.monotonic()
    good, pause, woken = 0, PAUSE_SECONDS, start - WAKE_SECONDS
    while True:
        check()
        try:
            look = look_at(client, collection, server=server)
        except NotFound:
            return  # somebody has deleted it: there is nothing to wait for
        except UNANSWERED:
            if time.monotonic() - answered > UNANSWERED_SECONDS:
                raise
            look = None
        if look is not None:
            answered = time.monotonic()
            if look.status is CollectionStatus.RED:
                raise OptimizerFailedError(collection, look.error)
            if look.idle_for_ever:
                return
            good = good + 1 if look.ready else 0
            if good == GOOD_LOOKS:
                return
            if not good:
                told(look)
                progress.note(look)
                if trouble := progress.trouble:
                    raise NoProgressError(collection, trouble)
                if look.status is CollectionStatus.GREY and answered - woken >= WAKE_SECONDS:
                    woken = answered
                    _wake(client, collection)
        if seconds is not None and time.monotonic() - start >= seconds:
            raise StillWorkingError(collection, seconds)
        time.sleep(PAUSE_SECONDS if good else pause)
        pause = min(pause * 1.5, LONGEST_PAUSE_SECONDS)


def _wake(client: QdrantClient, collection: str) -> None:
    """Start the work that waits for an update; an update that changes nothing is enough."""
    body = models.UpdateCollection(optimizers_config=models.OptimizersConfigDiff())
    try:
        client.send(requests.UpdateCollection(collection_name=collection, body=body))
    except QdrantError:
        return  # the next look tells
