"""Sending the requests of a batch, one after the other, until all are acknowledged."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Any

from qschema.client.errors import QdrantError
from qschema.client.requests.points import UpsertPoints
from qschema.client.uploading.delivery import Delivery


def carry(delivery: Delivery, send: Callable[[Any], Any], stop: Event, acknowledged: Callable[[int], None]) -> None:
    """Send what is left of a batch, until all is acknowledged or the upload is to end.

    Args:
        delivery: The batch.
        send: Sends a request once.
        stop: Set when the upload is to end; looked at between attempts.
        acknowledged: Told the number of points of each request that was.

    Raises:
        QdrantError: A request failed for good.
    """
    while not stop.is_set() and (request := delivery.request()) is not None:
        pause = _attempt(delivery, request, send, acknowledged)
        if pause:
            stop.wait(pause)


def _attempt(
    delivery: Delivery, request: UpsertPoints, send: Callable[[Any], Any], acknowledged: Callable[[int], None]
) -> float:
    """Send a request once; return the seconds until the next attempt."""
    try:
        send(request)
    except QdrantError as error:
        return delivery.pause_after(error)
    acknowledged(delivery.succeeded())
    return 0.0


class Once:
    """Calls something the first time that it is called itself."""

    def __init__(self, call: Callable[[], object]) -> None:
        self._call: Callable[[], object] | None = call

    def __call__(self) -> None:
        """Call it, if it wasn't called yet."""
        call, self._call = self._call, None
        if call is not None:
            call()
