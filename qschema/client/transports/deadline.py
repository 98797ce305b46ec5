"""How long a call may take: one total for connecting, sending, waiting and reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf
from time import monotonic
from typing import Any

from qschema.client.errors import InvalidRequest
from qschema.client.requests.base import Request

DEFAULT_SECONDS = 65.0
"""Without any limit given: a little more than the 60 s after which a server gives up on a search or a waiting update
(server 1.19.0, src/settings.rs), so that its answer arrives."""

MARGIN_SECONDS = 3.0
"""How much longer than the server's own limit a transport waits, so that the server's answer arrives."""

_SHORTEST = 0.001


def seconds_for(request: Request[Any], timeout: float | None, default: float) -> float:
    """Return the total time of a call in seconds.

    Args:
        request: The call; the limit it gives the server (its field `timeout`) gets a margin on top.
        timeout: What the caller said; it wins.
        default: The transport's own limit, where neither says anything.
    """
    if timeout is not None:
        return timeout
    servers_limit: int | None = getattr(request, "timeout", None)
    return default if servers_limit is None else servers_limit + MARGIN_SECONDS


class Deadline(Mapping[str, float]):
    """The moment when a call must be over.

    It stands in for the table of timeouts that httpx hands down to the connection: whichever phase asks (`connect`,
    `pool`, `read`, `write`) is told the time that is left of the whole.

    Raises:
        InvalidRequest: The number of seconds is not positive, or endless.
    """

    def __init__(self, seconds: float) -> None:
        if not 0 < seconds < inf:
            raise InvalidRequest(f"a timeout is a positive number of seconds, not {seconds}")
        self.seconds = seconds
        self._end = monotonic() + seconds

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return monotonic() >= self._end

    def __getitem__(self, phase: str) -> float:
        return max(self._end - monotonic(), _SHORTEST)

    def __iter__(self) -> Iterator[str]:
        return iter(("connect", "pool", "read", "write"))

    def __len__(self) -> int:
        return 4
