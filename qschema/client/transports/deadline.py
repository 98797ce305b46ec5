"""How long a call may take: one total for connecting, sending, waiting and reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import ceil, inf
from time import monotonic
from typing import Any, TypeVar

from qschema.client.errors import InvalidRequest
from qschema.client.requests.base import Request

R = TypeVar("R")

DEFAULT_SECONDS = 65.0
"""Without any limit given: a little more than the 60 s after which a server gives up on a search or a waiting update
(server 1.19.0, src/settings.rs), so that its answer arrives."""

MARGIN_SECONDS = 3.0
"""How much longer than the server's own limit a transport waits, at the most, so that the server's answer arrives."""

_SHORTEST = 0.001


def timed(request: Request[R], timeout: float | None, default: float | None) -> tuple[Request[R], float]:
    """Return a call as it is sent, and the total time in seconds that it may take.

    Where the server is told a limit (the request's field `timeout`), the transport waits a little longer, for the
    server's answer to arrive: 3 s, or as long again if the limit is shorter than that.

    The default is told the server as well, except for updates of points: a server answers those that take too long
    with success and the status `wait_timeout`, which a caller that never asked for it would not look at.

    Args:
        request: The call.
        timeout: What the caller said of this call; it wins.
        default: The limit that the client was given, or None.
    """
    if timeout is not None:
        return request, timeout
    servers: int | None = getattr(request, "timeout", None)
    if servers is not None:
        return request, servers + min(servers, MARGIN_SECONDS)
    if default is None:
        return request, DEFAULT_SECONDS
    if "timeout" not in request.rest.query or "wait" in request.rest.query or not 0 < default < inf:
        return request, default
    told: dict[str, Any] = {"timeout": ceil(default)}
    return replace(request, **told), default + min(default, MARGIN_SECONDS)


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
    def left(self) -> float:
        """The seconds that are left; never quite zero."""
        return max(self._end - monotonic(), _SHORTEST)

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return monotonic() >= self._end

    def __getitem__(self, phase: str) -> float:
        return self.left

    def __iter__(self) -> Iterator[str]:
        return iter(("connect", "pool", "read", "write"))

    def __len__(self) -> int:
        return 4


class Patience(Deadline):
    """For what takes as long as it needs, such as a snapshot on its way: a limit for every single wait instead.

    Raises:
        InvalidRequest: The number of seconds is not positive, or endless.
    """

    @property
    def left(self) -> float:
        """The longest single wait in seconds."""
        return self.seconds

    @property
    def over(self) -> bool:
        """Never."""
        return False
