"""What goes on beside a reindex: plans about other collections of the project, and about the same one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from qschema.apply.copying.progress import CopyProgress
from qschema.apply.held_lock import held_locks
from qschema.apply.planning import plan_for
from qschema.apply.resume import unfinished
from qschema.apply.verifying.report import Report
from qschema.apply.watching import Silent
from qschema.planner.plan import Plan
from qschema.planner.steps import Step
from tests.apply.bench import PROJECT, Bench, Declaration, schema_of
from tests.apply.reindex.child import ALIAS, BESIDE
from tests.apply.reindex.killing import Instance, resume
from tests.apply.reindex.library import NAME, Library

OTHER = "logs"
NUMBERED = ("run", "step", "applied")


def plan_of(library: Library, *only: str, declared: Declaration = BESIDE) -> Plan:
    """Plan what is declared, limited to some collections."""
    return plan_for(library.client, schema_of(declared), place=library.place, only=only)


class Locks(Silent):
    """Sees which collections are locked while work is done; an empty name stands for the project.

    Args:
        bench: Where.
    """

    def __init__(self, bench: Bench) -> None:
        self.seen: dict[str, set[str]] = {}
        self._bench = bench

    def step_copies(self, step: Step, progress: CopyProgress) -> None:
        self.seen[step.kind] = {one.collection for one in held_locks(self._bench.client, PROJECT)}

    def step_verified(self, step: Step, report: Report) -> None:
        self.seen[step.kind] = {one.collection for one in held_locks(self._bench.client, PROJECT)}


@dataclass
class Meanwhile(Silent):
    """Does something as soon as points are copied, once.

    Attributes:
        do: What it does.
        locked: Which collections were locked then; an empty name stands for the project.
    """

    do: Callable[[], object]
    locked: set[str] = field(default_factory=set)
    _library: Library | None = None

    def step_copies(self, step: Step, progress: CopyProgress) -> None:
        if not self.locked and self._library is not None:
            self.locked = {one.collection for one in held_locks(self._library.client, PROJECT)}
            self.do()


def meanwhile(library: Library, do: Callable[[], object]) -> Meanwhile:
    return Meanwhile(do, _library=library)


def is_in_order(library: Library) -> bool:
    """Tell whether no two records have the same number, and each was written after those with lower ones."""
    records = sorted((one for kind in NUMBERED for one in library.records(kind)), key=lambda one: one["seq"])
    numbers = [one["seq"] for one in records]
    times = [one["at"] for one in records]
    return len({*numbers}) == len(numbers) and sorted(times) == times


def apply_another(library: Library) -> None:
    """Apply another collection while points are copied."""
    watch = meanwhile(library, lambda: library.carry_out(plan_of(library, OTHER), timeout=0.0))
    library.carry_out(plan_of(library, NAME), watch=watch)
    assert watch.locked == {NAME}
    assert library.serves(8)
    assert library.aliases()["lines"] == OTHER
    assert library.plan(BESIDE).idle
    assert [run.outcome for run in library.runs()] == ["done"] * 3
    assert is_in_order(library)
    assert library.is_at_rest()


def go_on_after_another(instance: Instance) -> None:
    """Kill a run as it copies, apply another collection, and go on with the first run."""
    with instance.opened() as library:
        library.begin(4, ALIAS)
    assert instance.killed("apply one of two", point="copy:after-checkpoint")
    with instance.opened() as library:
        library.carry_out(plan_of(library, OTHER), timeout=0.0)
        left = unfinished(library.client, PROJECT)
        assert left is not None
        assert left.begun.run == library.runs()[-2].id
        resume(library, BESIDE)
        assert unfinished(library.client, PROJECT) is None
        assert library.serves(8)
        assert library.plan(BESIDE).idle
        assert is_in_order(library)
        assert library.is_at_rest()
