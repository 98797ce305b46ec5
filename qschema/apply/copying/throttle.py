"""Holding a copy back, so that whoever works with the instances meanwhile isn't disturbed."""

from __future__ import annotations

import re
import threading
import time
from datetime import datetime
from datetime import time as clock_time

from pydantic import BaseModel, ConfigDict, Field, field_validator

from qschema.apply.copying.halt import Halt
from qschema.apply.copying.side import Side

_GLANCE = 1.0
"""Seconds between two looks at the destination, and at the clock."""


class Throttle(BaseModel):
    """How a copy is held back.

    Attributes:
        rate: The most points a second; None for no limit.
        max_queue: The most updates that may wait at the destination (Qdrant 1.17 and later tell); None for any number.
        max_latency: Seconds that a write may take; after one that took longer nothing is written for as long again.
        window: The time of day in which it works, by this machine's clock, as `22:00-06:00`; None for all day.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rate: float | None = Field(default=None, gt=0)
    max_queue: int | None = Field(default=None, ge=0)
    max_latency: float | None = Field(default=None, gt=0)
    window: str | None = None

    @field_validator("window")
    @classmethod
    def _is_window(cls, value: str | None) -> str | None:
        if value is not None:
            bounds(value)
        return value


def bounds(window: str) -> tuple[clock_time, clock_time]:
    """Return when a window opens and when it closes.

    Raises:
        ValueError: It is none.
    """
    found = re.fullmatch(r"(\d\d?:\d\d)-(\d\d?:\d\d)", window)
    if found is None:
        raise ValueError(f"{window!r} is no time window; write it like 22:00-06:00")
    opens, closes = (datetime.strptime(one, "%H:%M").time() for one in found.groups())
    return opens, closes


def is_open(window: str, now: clock_time) -> bool:
    """Whether a window is open; one that closes earlier than it opens is open over midnight."""
    opens, closes = bounds(window)
    return opens <= now < closes if opens <= closes else now >= opens or now < closes


class Brake:
    """Holds the threads of a copy back.

    Args:
        throttle: How.
        dest: The destination.
        halt: How waiting is ended.
    """

    def __init__(self, throttle: Throttle, dest: Side, halt: Halt) -> None:
        self._throttle = throttle
        self._dest = dest
        self._halt = halt
        self._lock = threading.Lock()
        self._free_at = time.monotonic()
        self._looked_at = 0.0
        self._queue = 0

    def wait(self) -> None:
        """Wait until the next page may be read.

        Raises:
            HaltedError: The copy is to end.
        """
        throttle = self._throttle
        while throttle.window is not None and not is_open(throttle.window, datetime.now().time()):
            self._halt.pause(_GLANCE)
        while throttle.max_queue is not None and self._waiting() > throttle.max_queue:
            self._halt.pause(_GLANCE)
        self._halt.pause(self._free_at - time.monotonic())

    def wrote(self, count: int, seconds: float) -> None:
        """Take note of a page that was written, and wait if that took too long.

        Raises:
            HaltedError: The copy is to end.
        """
        if self._throttle.rate is not None:
            with self._lock:
                self._free_at = max(self._free_at, time.monotonic() - seconds) + count / self._throttle.rate
        if self._throttle.max_latency is not None and seconds > self._throttle.max_latency:
            self._halt.pause(seconds)

    def _waiting(self) -> int:
        """Return how many updates wait at the destination, as it said not long ago."""
        with self._lock:
            if time.monotonic() - self._looked_at >= _GLANCE:
                info = self._halt.insist(lambda: self._dest.client.get_collection(self._dest.collection))
                self._queue = info.update_queue.length if info.update_queue else 0
                self._looked_at = time.monotonic()
            return self._queue
