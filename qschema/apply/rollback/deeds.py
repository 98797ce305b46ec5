"""What runs have done, as the ledger remembers it, and what of it is still there to be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from qschema.apply.errors import (
    CollectionLockedError,
    LedgerDamagedError,
    LockedError,
    NoSuchRunError,
    NothingToRollBackError,
)
from qschema.apply.held_lock import HeldLock
from qschema.apply.records import RunRecord, StepRecord
from qschema.apply.rollback.moved import Moves
from qschema.planner.steps import AnyStep, GiveWay, RestoreCollection, SetAlias, Step

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
class Chosen:
    """What is to be taken back.

    Attributes:
        runs: The runs that did it.
        deeds: What of it isn't taken back yet, the newest first.
        undone: The names of what an earlier rollback, which did not end well, has taken back of it.
    """

    runs: frozenset[str]
    deeds: tuple[Deed, ...]
    undone: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What the ledger calls all of it."""
        return (*(deed.name for deed in self.deeds), *self.undone)


@dataclass(frozen=True)
class Deeds:
    """All that the runs of a project have done and not taken back, the newest first.

    Of a run that is at work nothing counts yet. Of runs that were at work side by side the last one is the one that
    ended last.

    Attributes:
        begun: The runs, the oldest first.
        all: What they have done.
        half_undone: The names of what the last run was to take back, if it is a rollback that did not end well.
        stopped: The last run, if it was stopped before it did anything; else empty.
        last_words: Run → the number of the last that it wrote down.
        alive: The runs that are at work, each with a lock that it has.
    """

    begun: tuple[RunRecord, ...]
    all: tuple[Deed, ...]
    half_undone: tuple[str, ...] = ()
    stopped: str = ""
    last_words: Mapping[str, int] = field(default_factory=dict)
    alive: Mapping[str, HeldLock] = field(default_factory=dict)

    @classmethod
    def of(
        cls, runs: Iterable[RunRecord], steps: Iterable[StepRecord], alive: Mapping[str, HeldLock] | None = None
    ) -> Deeds:
        """Read them from the ledger's records; `alive` says which runs are at work."""
        alive = alive or {}
        runs, steps = tuple(runs), tuple(steps)
        records: tuple[RunRecord | StepRecord, ...] = (*runs, *steps)
        last_words = {record.run: record.seq for record in sorted(records, key=lambda one: one.seq)}
        begun = tuple(record for record in runs if record.phase == "started")
        well = {record.run for record in runs if record.outcome == "done"}
        ended = (record for record in begun if record.run not in alive)
        last = max(ended, key=lambda record: last_words[record.run], default=None)
        if last is not None and last.run in well:
            last = None
        half = last.undoes if last else ()
        done = {(one.run, one.index) for one in steps if one.outcome in ("done", "skipped")}
        undone = _undone(begun, well, done)
        noted = (one for one in steps if one.phase == "before" and one.run not in alive)
        before = sorted(noted, key=lambda one: one.seq, reverse=True)
        idle = last and not (last.undoes or last.resumes or any(one.run == last.run for one in before))
        deeds = (
            Deed(one.run, one.index, _step(one), one.image, (one.run, one.index) in done) for one in before if one.step
        )
        left = _moved(deed for deed in deeds if deed.name not in undone)
        stopped = last.run if last and idle else ""
        return cls(begun, tuple(left), tuple(filter(None, half)), stopped, last_words, alive)

    def last(self, number: int) -> Chosen:
        """Return the last steps.

        Raises:
            NothingToRollBackError: There are none.
        """
        deeds = self._some(tuple(deed for deed in self.all if deed.run not in self._rollbacks)[:number])
        return Chosen(frozenset(deed.run for deed in deeds), deeds)

    def of_run(self, wanted: str) -> Chosen:
        """Return the steps of a run, and of those that it went on with, or whose switch it has ended.

        Nobody who wants the last run to be taken back means the run before. So a rollback that did not end well is gone
        on with, even if all that is missing is its end; and of a run that did nothing, nothing is taken back.

        Args:
            wanted: The run's id, or how it begins; empty for the last one that did something and took nothing back.

        Raises:
            NoSuchRunError: No run, or more than one, has an id that begins so.
            LockedError: It is still at work.
            NothingToRollBackError: Nothing of it is left to be taken back.
        """
        if wanted:
            found = [run.run for run in self.begun if run.run.startswith(wanted)]
            if len(found) != 1:
                raise NoSuchRunError(wanted, len(found))
            run = found[0]
            if held := self.alive.get(run):
                raise (CollectionLockedError if held.collection else LockedError)(held)
        elif self.stopped:
            raise NothingToRollBackError(self.stopped)
        else:
            run = ""
        half_undone = {name.partition("/")[0] for name in self.half_undone}
        if half_undone and (not run or run in half_undone):
            deeds = tuple(deed for deed in self.all if deed.name in self.half_undone)
            left = {deed.name for deed in deeds}
            undone = tuple(name for name in self.half_undone if name not in left)
            return Chosen(frozenset(half_undone), deeds, undone)
        chain = self._chain(run or self._last_run())
        return Chosen(frozenset(chain), self._some(tuple(deed for deed in self.all if deed.run in chain)))

    def _last_run(self) -> str:
        done = self._some(tuple(deed for deed in self.all if deed.run not in self._rollbacks))
        return max((deed.run for deed in done), key=lambda run: self.last_words[run])

    @property
    def _rollbacks(self) -> set[str]:
        return {run.run for run in self.begun if run.undoes}

    def _chain(self, run: str) -> set[str]:
        """Return a run, those that it went on with, and those that can't be taken back without each other."""
        ended = set(self._ended())
        before = ended | {(record.run, record.resumes) for record in self.begun if record.resumes}
        chain: set[str] = set()
        more = {run}
        while more:
            chain |= more
            more = {earlier for later, earlier in before if later in chain}
            more |= {later for later, earlier in ended if earlier in chain}
            more -= chain
        return chain

    def _ended(self) -> Iterator[tuple[str, str]]:
        """Yield runs that have just made the alias of a `GiveWay` that was broken off, each with the run of that.

        Without the alias alone, the name would lead nowhere.
        """
        for index, deed in enumerate(self.all):
            if isinstance(deed.step, GiveWay) and not deed.sure:
                rest = (deed.step.alias, deed.step.successor, None)
                for later in self.all[:index]:
                    step = later.step
                    if isinstance(step, SetAlias) and (step.alias, step.collection, step.before) == rest:
                        yield later.run, deed.run

    def _some(self, deeds: tuple[Deed, ...]) -> tuple[Deed, ...]:
        if not deeds:
            raise NothingToRollBackError
        return deeds


def _undone(begun: Iterable[RunRecord], well: set[str], done: set[tuple[str, int]]) -> set[str]:
    """Return the names of what rollbacks have taken back, unless the rollback itself was taken back since."""
    undone: set[str] = set()
    for run in reversed(tuple(begun)):
        whole = run.run in well and not any(name.startswith(f"{run.run}/") for name in undone)
        undone |= {
            deed
            for index, deed in enumerate(run.undoes)
            if deed and (whole or ((run.run, index) in done and f"{run.run}/{index}" not in undone))
        }
    return undone


def _moved(deeds: Iterable[Deed]) -> Iterator[Deed]:
    """Yield deeds, the newest first, as ones about the collections that were brought back since."""
    moves = Moves()
    for deed in deeds:
        if isinstance(deed.step, RestoreCollection) and deed.sure:
            moves.add(deed.step)
            yield deed
        else:
            yield replace(deed, step=moves.follow(deed.step))


def _step(record: StepRecord) -> Step:
    try:
        return _reader.validate_python(record.step)
    except ValidationError as error:
        raise LedgerDamagedError(f"step {record.index} of run {record.run}", str(error)) from None
