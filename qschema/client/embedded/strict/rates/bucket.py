"""A bucket of tokens that fills up again at an even pace.

As lib/common/common/src/rate_limiting.rs of 1.19.0 has it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil
from threading import Lock

from qschema.client.errors import RateLimited

_MINUTE = 60.0


class Bucket:
    """A full bucket.

    Args:
        what: What is counted, in a server's words: `Read`, `Write`.
        per_minute: How many tokens it holds, and how many come back within a minute.
        clock: Tells the time, in seconds.
    """

    def __init__(self, what: str, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._what = what
        self._most = per_minute
        self._clock = clock
        self._tokens = float(per_minute)
        self._seen = clock()
        self._guard = Lock()

    def take(self, cost: int) -> None:
        """Take tokens out; where there are too few, none is taken.

        Raises:
            RateLimited: There are too few, for now (`retry_after` says for how long) or at any time.
        """
        if cost > self._most:
            raise _limited(
                f"{self._what} rate limit exceeded, request larger than rate limiter capacity,"
                " please try to split your request"
            )
        with self._guard:
            now = self._clock()
            self._tokens = min(self._tokens + (now - self._seen) * self._most / _MINUTE, float(self._most))
            self._seen = now
            there = self._tokens
            if there >= cost:
                self._tokens -= cost
                return
        wait = ceil((cost - there) * _MINUTE / self._most)
        raise _limited(
            f"{self._what} rate limit exceeded: Operation requires {cost} tokens but only {there:.1f} were available."
            f" Retry after {wait}s",
            wait,
        )


def _limited(text: str, wait: int | None = None) -> RateLimited:
    error = RateLimited(f"Rate limiting exceeded: {text}", status=429)
    error.retry_after = None if wait is None else float(wait)
    return error
