"""Looking again: with growing pauses, for a while, and in spite of answers that never come."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from qschema.client.errors import QdrantError, ResponseHandlingException, ServerError

T = TypeVar("T")

UNANSWERED = (ResponseHandlingException, ServerError)
"""Errors after which nobody knows whether what was asked has happened; the truth has to be read again."""

READ_SECONDS = 5.0

_FIRST_PAUSE = 0.02
_LONGEST_PAUSE = 1.0


def poll(look: Callable[[], T], seconds: float, *, passing: tuple[type[QdrantError], ...] = UNANSWERED) -> T:
    """Look until there is something to see, or until the time is up.

    The pauses double, and are blurred so that those who wait together don't come back together. An answer that doesn't
    come counts as nothing to see, except at the last look.

    Args:
        look: Returns something true once there is something to see; is called at least once.
        seconds: How long to go on.
        passing: The errors that count as nothing to see.

    Returns:
        What the last look returned.

    Raises:
        QdrantError: The last look got no answer, or any look got one that is an error of its own.
    """
    end = time.monotonic() + seconds
    pause = _FIRST_PAUSE
    while True:
        left = end - time.monotonic()
        try:
            if (seen := look()) or left <= 0:
                return seen
        except passing:
            if left <= 0:
                raise
        time.sleep(min(left, pause * random.uniform(0.5, 1.5)))
        pause = min(2 * pause, _LONGEST_PAUSE)


def read(look: Callable[[], T]) -> T:
    """Read something, in spite of a server's errors that pass.

    For a moment after one node of a cluster has created a collection, the others answer to reads of it with a 500
    (measured on Qdrant 1.19.0: "0 of 0 read operations failed"). A server that can't be reached is not waited for.
    """
    return poll(lambda: (look(),), READ_SECONDS, passing=(ServerError,))[0]
