"""Ctrl-C and SIGTERM while a run is at work: the first asks it to stop after the step, the second ends it now."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from qschema.apply.watching import Stop
from qschema.cli.main import INTERRUPTED, TERMINATED, Terminated
from qschema.cli.output import say

_CODES = {signal.SIGINT: INTERRUPTED, signal.SIGTERM: TERMINATED}


class SignalStop(Stop):
    """A request to stop that came by a signal.

    Attributes:
        code: The exit code that goes with the signal.
    """

    code: int = INTERRUPTED


@contextmanager
def stopped_by_signals() -> Iterator[SignalStop]:
    """Let the signals ask for a stop, within a `with` block."""
    stop = SignalStop()

    def asked(number: int, frame: FrameType | None) -> None:
        if stop.wanted:
            raise Terminated if number == signal.SIGTERM else KeyboardInterrupt
        stop.wanted = True
        stop.code = _CODES[signal.Signals(number)]
        say("Stops after this step. Once more, and it stops at once.")

    before = {one: signal.signal(one, asked) for one in _CODES}
    try:
        yield stop
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
