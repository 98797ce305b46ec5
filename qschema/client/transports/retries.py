"""Which failed calls are sent again, and when. Pure: nothing here waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import uniform
from typing import Any

from qschema.client.errors import ConnectionFailed, QdrantError, RateLimited, ResponseHandlingException, ServerError
from qschema.client.requests.base import Request
from qschema.client.transports.deadline import Deadline

DEFAULT_RETRIES = 3

FIRST_PAUSE = 0.1
LONGEST_PAUSE = 5.0
LONGEST_RETRY_AFTER = 30.0
"""Seconds. An instance that asks for more is not waited for: the caller may have something better to do."""

_PASSING = (502, 503, 504)
"""Statuses of an instance, or a proxy before it, that can't serve for the moment; 500 and 507 would only come again."""


class Budget:
    """Keeps an instance in trouble from being flooded with repeated calls of one client.

    Every failed attempt takes one token, every success gives back a tenth; no call is repeated while less than half
    of them are left (as gRPC throttles retries: proposal A6 of grpc/proposal).
    """

    tokens_at_most = 20.0

    def __init__(self) -> None:
        self._tokens = self.tokens_at_most

    @property
    def exhausted(self) -> bool:
        """Whether nothing may be repeated for now."""
        return self._tokens < self.tokens_at_most / 2

    def failed(self) -> None:
        """Take note of a failed attempt."""
        self._tokens = max(self._tokens - 1.0, 0.0)

    def succeeded(self) -> None:
        """Take note of a success."""
        self._tokens = min(self._tokens + 0.1, self.tokens_at_most)


@dataclass(slots=True)
class Attempts:
    """The attempts of one call.

    Attributes:
        request: The call.
        deadline: When it must be over.
        retries: How often it may be repeated.
        budget: What its client has left.
        draw: Picks a number between two.
        made: How many attempts were made so far.
    """

    request: Request[Any]
    deadline: Deadline
    retries: int
    budget: Budget
    draw: Callable[[float, float], float] = uniform
    made: int = 0

    def pause_after(self, error: QdrantError) -> float | None:
        """Return the seconds to wait before the next attempt, or None if this error is the call's end."""
        self.made += 1
        asked = _asked(error)
        if not (asked is not None or _is_passing(error, self.request.repeatable)):
            return None
        self.budget.failed()
        if self.made > self.retries or self.budget.exhausted:
            return None
        pause = self.draw(0, min(FIRST_PAUSE * 2.0 ** (self.made - 1), LONGEST_PAUSE))
        if asked is not None:
            if asked > LONGEST_RETRY_AFTER:
                return None
            pause += asked
        return pause if pause < self.deadline.left else None

    def succeeded(self) -> None:
        """Take note of the answer."""
        self.made += 1
        self.budget.succeeded()


def _asked(error: QdrantError) -> float | None:
    """Return the seconds that an instance asks to wait. Whoever is refused for his rate was not served at all."""
    return error.retry_after if isinstance(error, RateLimited) else None


def _is_passing(error: QdrantError, repeatable: bool) -> bool:
    if isinstance(error, ConnectionFailed):
        return not error.lasting
    if not repeatable:
        return False
    if isinstance(error, ServerError):
        return error.status in _PASSING
    # an answer that can't be read has a status, a connection that broke has none
    return type(error) is ResponseHandlingException and error.status is None and not error.lasting
