"""What runs have done, as the ledger remembers it, and what of it is still there to be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from qschema.apply.errors import LedgerDamagedError, NoSuchRunError, NothingToRollBackError
from qschema.apply.records import RunRecord, StepRecord
from qschema.planner.steps import AnyStep, Step

_reader: TypeAdapter[AnyStep] = TypeAdapter(AnyStep)


@dataclass(frozen=True)
class Deed:
    """A step that was begun.

    Attributes:
        run: The run that began it.
        index: Its place in that run's plan.
        step: The step.
        image: What it was about to change, as it was.
        sure: Whether it is known to be done; else the instance has to be asked.
    """

    run: str
    index: int
    step: Step
    image: dict[str, Any] | None
    sure: bool

    @property
    def name(self) -> str:
        """What the ledger calls it, where it is told to be taken back."""
        return f"{self.run}/{self.index}"


@dataclass(frozen=True)
class Deeds:
    """All that the runs of a project have done and not taken back, the newest first.

    Attributes:
        begun: The runs, the oldest first.
        all: What they have done.
    """

    begun: tuple[RunRecord, ...]
    all: tuple[Deed, ...]

    @classmethod
    def of(cls, runs: Iterable[RunRecord], steps: Iterable[StepRecord]) -> Deeds:
        """Read them from the ledger's records."""
        begun = tuple(record for record in runs if record.phase == "started")
        steps = tuple(steps)
        done = {(one.run, one.index) for one in steps if one.outcome in ("done", "skipped")}
        undone = {deed for run in begun for index, deed in enumerate(run.undoes) if deed and (run.run, index) in done}
        before = sorted((one for one in steps if one.phase == "before"), key=lambda one: one.seq, reverse=True)
        deeds = (
            Deed(one.run, one.index, _step(one), one.image, (one.run, one.index) in done) for one in before if one.step
        )
        return cls(begun, tuple(deed for deed in deeds if deed.name not in undone))

    def last(self, number: int) -> tuple[Deed, ...]:
        """Return the last steps.

        Raises:
            NothingToRollBackError: There are none.
        """
        return self._some(tuple(deed for deed in self.all if deed.run not in self._rollbacks)[:number])

    def of_run(self, wanted: str) -> tuple[Deed, ...]:
        """Return the steps of a run, and of those that it went on with.

        Args:
            wanted: The run's id, or how it begins; empty for the last one that did something and took nothing back.

        Raises:
            NoSuchRunError: No run, or more than one, has an id that begins so.
            NothingToRollBackError: Nothing of it is left to be taken back.
        """
        if wanted:
            found = [run.run for run in self.begun if run.run.startswith(wanted)]
            if len(found) != 1:
                raise NoSuchRunError(wanted, len(found))
            run = found[0]
        else:
            run = self.last(1)[0].run
        chain = self._chain(run)
        return self._some(tuple(deed for deed in self.all if deed.run in chain))

    @property
    def _rollbacks(self) -> set[str]:
        return {run.run for run in self.begun if run.undoes}

    def _chain(self, run: str) -> set[str]:
        resumes = {record.run: record.resumes for record in self.begun}
        chain: set[str] = set()
        while run and run not in chain:
            chain.add(run)
            run = resumes.get(run, "")
        return chain

    def _some(self, deeds: tuple[Deed, ...]) -> tuple[Deed, ...]:
        if not deeds:
            raise NothingToRollBackError
        return deeds


def _step(record: StepRecord) -> Step:
    try:
        return _reader.validate_python(record.step)
    except ValidationError as error:
        raise LedgerDamagedError(f"step {record.index} of run {record.run}", str(error)) from None
