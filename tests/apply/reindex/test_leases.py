"""A reindex has its collection to itself while it copies and verifies, and what a killed one had goes to the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from qschema.apply.collection_lease import CollectionLease
from qschema.apply.copying.progress import CopyProgress
from qschema.apply.errors import CollectionLockedError
from qschema.apply.held_lock import held_locks
from qschema.apply.verifying.report import Report
from qschema.apply.watching import Silent
from qschema.planner.steps import Step
from tests.apply.bench import PROJECT
from tests.apply.reindex.child import AFTER, ALIAS
from tests.apply.reindex.killing import Instance, resume
from tests.apply.reindex.library import NAME, Library


class Rival(Silent):
    """Wants the collection while somebody else works on it."""

    def __init__(self, library: Library) -> None:
        self.refused: set[str] = set()
        self._library = library

    def step_copies(self, step: Step, progress: CopyProgress) -> None:
        self._try(step)

    def step_verified(self, step: Step, report: Report) -> None:
        self._try(step)

    def _try(self, step: Step) -> None:
        lease = CollectionLease(self._library.client, PROJECT, NAME, run="")
        with pytest.raises(CollectionLockedError), lease:
            pass
        self.refused.add(step.kind)


def test_nobody_else_gets_it_meanwhile(library: Library) -> None:
    library.begin(4, ALIAS)
    rival = Rival(library)
    library.carry_out(library.plan(AFTER), watch=rival)
    assert rival.refused == {"copy_points", "verify_copy"}
    assert library.is_at_rest()


def test_somebody_who_has_it_ends_the_run_and_the_next_one_goes_on(library: Library) -> None:
    library.begin(4, ALIAS)
    plan = library.plan(AFTER)

    class Early(Silent):
        def step_started(self, step: Step) -> None:
            if step.kind == "copy_points":
                lease.__enter__()

    lease = CollectionLease(library.client, PROJECT, NAME, run="")
    with pytest.raises(CollectionLockedError):
        library.carry_out(plan, timeout=0.0, watch=Early())
    lease.__exit__(None, None, None)
    resume(library)
    assert library.serves(8)
    assert library.is_at_rest()


@pytest.mark.usefixtures("short_leases")
def test_what_a_killed_run_had_goes_to_the_one_that_resumes_it(tmp_path: Path) -> None:
    instance = Instance(str(tmp_path / "instance"), tmp_path)
    with instance.opened() as library:
        library.begin(4, ALIAS)
    assert instance.killed("apply", point="copy:after-planning")
    with instance.opened() as library:
        assert {one.collection for one in held_locks(library.client, PROJECT)} == {NAME}
        resume(library)
        assert library.serves(8)
        assert library.is_at_rest()
