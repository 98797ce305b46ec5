"""The last pass while nobody writes, the time that it leaves for the switch, and letting writes through again."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import takewhile

from qschema.apply.copying.progress import CopyProgress
from qschema.apply.errors import LockLostError
from qschema.apply.freezes import left_closed
from qschema.apply.live_writes.catching_up import CatchUp
from qschema.apply.live_writes.final_pass import final_pass
from qschema.apply.live_writes.freezing import Freeze, frozen, lift_freezes
from qschema.apply.live_writes.generations import Generations
from qschema.apply.live_writes.lag import Lag
from qschema.apply.lock import ProjectLock
from qschema.apply.reindex.errand import Errand
from qschema.apply.reindex.errors import SwitchBrokenOffError, SwitchTooLateError
from qschema.apply.reindex.mirrors import mirror_of, standing_name
from qschema.apply.reindex.passing import passing, transforms_of
from qschema.client import QdrantClient
from qschema.client.errors import QdrantError
from qschema.planner.steps import ALIAS_STEPS, CopyPoints, FreezeWrites, Step, ThawWrites
from qschema.schema.live import RESERVED_PREFIX

SWITCH_SECONDS = 5.0
"""How long the switch may take once the last pass has had its time: as a rule it is a few milliseconds."""


def freeze(errand: Errand, step: FreezeWrites) -> None:
    """Close the old generation to writes, and bring the last of them to the new one. It stays closed.

    Raises:
        CatchUpTooLongError: The last pass never fitted into the limit; writes are let through.
        FreezeUnfitError: Strict mode can't close it.
        QdrantError: A call failed; writes are let through.
    """
    client, limits = errand.client, step.freeze
    mirror = mirror_of(client, errand.project, step.collection)

    def told(lag: Lag) -> None:
        errand.copied(CopyProgress(lag.looked, lag.points, lag.looked, behind=lag.points))
        errand.check()

    with passing(transforms_of(step.vectors), errand.directory) as transform:
        indexed = limits.updated_at in client.get_collection(mirror.blue).payload_schema
        field = limits.updated_at if indexed else None
        done = final_pass(
            CatchUp(client, Generations(client, mirror, transform), updated_at=field),
            partial(frozen, client, errand.project, mirror.blue, limit=limits.seconds, stays=True),
            attempts=limits.tries,
            told=told,
        )
    *in_vain, last = done.freezes
    errand.froze(last)
    errand.measured(
        {
            "attempts": len(done.freezes),
            "behind": done.lag.points,
            "pass_seconds": round(done.lag.seconds, 3),
            "frozen_in_vain_seconds": round(sum(one.seconds for one in in_vain), 3),
        }
    )


def thaw(errand: Errand, step: ThawWrites) -> None:
    """Let writes through again, and tell how long they were frozen, if this run did it.

    Raises:
        QdrantError: A call failed.
    """
    lift_freezes(errand.client, errand.project)
    if errand.freeze is not None:
        errand.freeze.ended()
        errand.froze(None)
        errand.measured({"frozen_seconds": round(errand.freeze.seconds, 3)})


def check_switch(freeze: Freeze | None) -> None:
    """Make sure that a freeze, if there is one, still keeps everybody out.

    Raises:
        SwitchTooLateError: Nobody knows that any more.
    """
    if freeze is not None and time.monotonic() > freeze.until + SWITCH_SECONDS:
        raise SwitchTooLateError(time.monotonic() - freeze.began)


@contextmanager
def open_to_writes(client: QdrantClient, lock: ProjectLock, project: str, steps: Sequence[Step]) -> Iterator[None]:
    """Open, before or after a run, what is closed to writes. The project's lock has to be held.

    What another run has left closed, as it was killed, is opened before; but if what is to be done first is the rest of
    a switch, after that: until then writes would go to a generation that is left behind. What this run closes is opened
    by its own steps, or here if they don't get there. No run gives the lock back while it keeps anything closed: so
    whoever has the lock finds only what the dead have left, and a run that ends without it has nothing to open.

    Args:
        client: The instance.
        lock: The project's lock.
        project: The project.
        steps: What is to be carried out.

    Raises:
        SwitchBrokenOffError: Some writers are switched over, and another copy would lose what they have written.
    """
    first = takewhile(lambda step: not isinstance(step, ThawWrites), steps)
    is_rest = all(isinstance(step, ALIAS_STEPS) for step in first)
    if not is_rest:
        _check_nobody_is_switched(client, project, steps)
        lift_freezes(client, project)
    try:
        yield
    except LockLostError:
        raise  # whoever has the lock has opened them
    except BaseException:
        if lock.held and (is_rest or any(isinstance(step, FreezeWrites) for step in steps)):
            with suppress(QdrantError):
                lift_freezes(client, project)
        raise
    if is_rest:
        lift_freezes(client, project)


def _check_nobody_is_switched(client: QdrantClient, project: str, steps: Sequence[Step]) -> None:
    """Make sure that no copy takes a generation for the truth that some writers have left behind already."""
    copies = [step for step in steps if isinstance(step, CopyPoints)]
    closed = {record.collection for record in left_closed(client, project)} if copies else set()
    for step in copies:
        if closed & {step.source, standing_name(step.source)}:
            found = client.get_aliases().aliases
            led = [
                one.alias_name
                for one in found
                if one.collection_name == step.collection and not one.alias_name.startswith(RESERVED_PREFIX)
            ]
            if led:
                raise SwitchBrokenOffError(step.address, step.collection, led)
