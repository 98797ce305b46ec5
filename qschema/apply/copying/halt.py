"""How the threads of a copy are told to end, and how they wait."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING, TypeVar

from qschema.apply.patience import UNANSWERED, poll
from qschema.client.errors import RateLimited

if TYPE_CHECKING:
    from qschema.apply.watching import Stop

T = TypeVar("T")

INSIST_SECONDS = 120.0
"""How long a call is repeated while the server doesn't answer, fails, or refuses for its rate."""


def insist(call: Callable[[], T]) -> T:
    """Make a call that may be made twice, again and again while a server can't answer.

    Raises:
        QdrantError: The server refused for good, or could not answer for long.
    """
    return poll(lambda: (call(),), INSIST_SECONDS, passing=(*UNANSWERED, RateLimited))[0]


class HaltedError(Exception):
    """A thread was told to end while it waited."""


class Halt:
    """A wish to end, that all threads of a copy look at.

    Args:
        stop: The wish of somebody else.

    Attributes:
        event: Set when they are to end.
    """

    def __init__(self, stop: Stop) -> None:
        self._stop = stop
        self.event = Event()

    @property
    def wanted(self) -> bool:
        """Whether they are to end."""
        self.hear()
        return self.event.is_set()

    def hear(self) -> None:
        """Look whether somebody else wishes it, so that those who wait hear of it."""
        if self._stop.wanted:
            self.event.set()

    def pause(self, seconds: float) -> None:
        """Wait.

        Raises:
            HaltedError: They are to end.
        """
        if seconds > 0:
            self.event.wait(seconds)
        if self.wanted:
            raise HaltedError

    def insist(self, call: Callable[[], T]) -> T:
        """Make a call that may be made twice; see `insist`.

        Raises:
            HaltedError: They are to end.
        """

        def once() -> T:
            if self.wanted:
                raise HaltedError
            return call()

        return insist(once)
