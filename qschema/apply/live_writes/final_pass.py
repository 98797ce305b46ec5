"""The last pass, while nobody writes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from qschema.apply.live_writes.catching_up import CatchUp
from qschema.apply.live_writes.errors import CatchUpTooLongError
from qschema.apply.live_writes.freezing import Freeze
from qschema.apply.live_writes.lag import Lag
from qschema.apply.live_writes.pairs import OutOfTime

ATTEMPTS = 5
_PAUSE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class FinalPass:
    """How the last pass went.

    Attributes:
        lag: What was behind when the freeze began, and now is in line.
        attempts: How often it was tried.
        frozen_seconds: How long nobody could write, for each attempt.
    """

    lag: Lag
    attempts: int
    frozen_seconds: tuple[float, ...]


def final_pass(
    catch_up: CatchUp,
    freeze: Callable[[], AbstractContextManager[Freeze]],
    *,
    attempts: int = ATTEMPTS,
    small: int = 100,
    passes: int = 20,
) -> FinalPass:
    """Make passes until the lag is small, then one during which nobody writes.

    If that one isn't over when the freeze has to end, writes are let through again, and after a pause that doubles all
    of it is tried once more.

    Args:
        catch_up: Makes the passes.
        freeze: Keeps writers out within a `with` block, once what they wrote before was carried out, and says until
            when: `partial(frozen, client, …)`, or something that takes write access from their keys.
        attempts: How often to try.
        small: How many points a pass may find behind so that the next one is the last.
        passes: How many passes to make at the most in an attempt before it freezes whatever the lag is.

    Raises:
        CatchUpTooLongError: It never fitted in.
        QdrantError: A call failed; writes are let through again.
    """
    frozen_seconds: list[float] = []
    limit = 0.0
    for attempt in range(attempts):
        for _ in range(passes):
            if catch_up.run().points <= small:
                break
        began = time.monotonic()
        with freeze() as frozen:
            limit = frozen.until - began
            lag = _run(catch_up, frozen.until)
        frozen_seconds.append(frozen.seconds)
        if lag is not None:
            return FinalPass(lag, attempt + 1, tuple(frozen_seconds))
        time.sleep(_PAUSE_SECONDS * 2**attempt * random.uniform(0.5, 1.0))
    raise CatchUpTooLongError(limit, attempts)


def _run(catch_up: CatchUp, until: float) -> Lag | None:
    """Make a pass; None if the time was up."""
    try:
        return catch_up.run(until)
    except OutOfTime:
        return None
