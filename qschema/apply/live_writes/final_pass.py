"""The last pass, while nobody writes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass

from qschema.apply.live_writes.catching_up import CatchUp
from qschema.apply.live_writes.dwindling import dwindling
from qschema.apply.live_writes.errors import CatchUpTooLongError
from qschema.apply.live_writes.freezing import Freeze
from qschema.apply.live_writes.lag import Lag
from qschema.apply.live_writes.pairs import OutOfTime

_PAUSE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class FinalPass:
    """How the last pass went.

    Attributes:
        lag: What was behind when the freeze began, and now is in line.
        freezes: The freeze of each attempt; the last one may go on.
    """

    lag: Lag
    freezes: tuple[Freeze, ...]


def final_pass(
    catch_up: CatchUp,
    freeze: Callable[[], AbstractContextManager[Freeze]],
    *,
    attempts: int,
    small: int = 100,
    told: Callable[[Lag], None] = lambda lag: None,
) -> FinalPass:
    """Make passes until the lag is small, or no longer shrinks, then one during which nobody writes.

    If that one isn't over when the freeze has to end, writes are let through again, and after a pause that doubles all
    of it is tried once more.

    Args:
        catch_up: Makes the passes.
        freeze: Keeps writers out within a `with` block, once what they wrote before was carried out, and says until
            when: `partial(frozen, client, …)`, or something that takes write access from their keys.
        attempts: How often to try.
        small: How many points a pass may find behind so that the next one is the last.
        told: Is told what each pass among writers has found; what it raises ends it all.

    Raises:
        CatchUpTooLongError: It never fitted in.
        QdrantError: A call failed; writes are let through again.
    """
    freezes: list[Freeze] = []
    for attempt in range(attempts):
        for lag in dwindling(catch_up):
            told(lag)
            if lag.points <= small:
                break
        with suppress(OutOfTime), freeze() as frozen:
            freezes.append(frozen)
            return FinalPass(catch_up.run(frozen.until), tuple(freezes))
        time.sleep(_PAUSE_SECONDS * 2**attempt * random.uniform(0.5, 1.0))
    last = freezes[-1]
    raise CatchUpTooLongError(last.until - last.began, attempts)
