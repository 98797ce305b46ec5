"""From what was done to the steps that take it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from qschema.apply.records import SnapshotRecord
from qschema.apply.rollback.because import because
from qschema.apply.rollback.deeds import Deed
from qschema.apply.rollback.moved import Moves
from qschema.apply.rollback.returning import Return, aliases_then, return_of
from qschema.apply.stepping import declared_name
from qschema.planner.change import Change, ChangeClass
from qschema.planner.steps import (
    ALIAS_STEPS,
    CloneCollection,
    CreateCollection,
    DeleteAlias,
    DeleteCollection,
    RestoreCollection,
    SetAlias,
    Step,
)
from qschema.schema.live import LiveInstance


@dataclass
class Work:
    """Takes back deeds, the newest first.

    What loses data is taken back by the snapshot that was taken before it. That brings the whole collection back, and
    with it what was done to it since, so of several snapshots of a collection the oldest is recovered.

    Args:
        instance: What the instance shows.
        snapshots: Name of a deed → the snapshot that was taken before it.
        tried: The steps by which earlier rollbacks have begun to recover snapshots, the newest first.
        lost: Says what was written to a collection since a snapshot of it.

    Attributes:
        changes: What differs afterwards.
        steps: The steps.
        undoes: For each step, the deed that it takes back; empty if only a later one does.
        notes: What is lost.
    """

    instance: LiveInstance
    snapshots: dict[str, SnapshotRecord]
    tried: tuple[RestoreCollection, ...]
    lost: Callable[[str, SnapshotRecord], str]
    changes: list[Change] = field(default_factory=list)
    steps: list[Any] = field(default_factory=list)
    undoes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    _created: set[str] = field(default_factory=set)
    _gone: set[str] = field(default_factory=set)

    def take_back(self, chosen: Iterable[Deed]) -> None:
        """Note the steps that take back some deeds."""
        chosen = self._last_tries(deed for deed in chosen if not deed.step.is_work)
        made = (one.step for one in chosen if isinstance(one.step, CloneCollection | CreateCollection))
        self._created = {step.collection for step in made}
        turns = self._turns(chosen)
        later: set[tuple[str, str]] = set()
        returned: dict[str, RestoreCollection] = {}
        for deed in chosen:
            thing, step, name = _thing(deed.step), deed.step, declared_name(deed.step)
            overtaken = thing in later or name in returned
            later.add(thing)
            if turns.get(name) is deed:
                returned[name] = self._return(deed, chosen)
            elif name not in turns or name in returned or not self._comes_with(step, turns[name]):
                self._inverse(deed, returned.get(name), overtaken=overtaken)

    def _last_tries(self, chosen: Iterable[Deed]) -> tuple[Deed, ...]:
        """Return the deeds without those that were tried once more; the last try has what was saved before any."""
        kept: list[Deed] = []
        for deed in chosen:
            again = next((one for one in kept if not deed.sure and _is_same(one.step, deed.step)), None)
            if again is None:
                kept.append(deed)
            elif deed.name in self.snapshots:
                self.snapshots.setdefault(again.name, self.snapshots[deed.name])
        return tuple(kept)

    def _turns(self, chosen: tuple[Deed, ...]) -> dict[str, Deed]:
        """Return, by declared name, the deed at whose snapshot a collection is brought back."""
        turns: dict[str, Deed] = {}
        later: set[tuple[str, str]] = set()
        for deed in chosen:
            thing = _thing(deed.step)
            by_snapshot = deed.step.inverse() is None and deed.name in self.snapshots
            if by_snapshot and (thing in later or self._shows(deed)):
                turns[declared_name(deed.step)] = deed
            later.add(thing)
        return turns

    def _comes_with(self, step: Step, turn: Deed) -> bool:
        """Tell whether a step that is newer than a snapshot is taken back with it: all but aliases that are newer."""
        if not isinstance(step, SetAlias | DeleteAlias):
            return True
        return step.alias in aliases_then(self.snapshots[turn.name]) or step.alias == declared_name(step)

    def _shows(self, deed: Deed) -> bool:
        """Tell whether the instance shows a deed's effect, or what an earlier rollback of it has left half done."""
        tried = (one for one in self.tried if one.snapshot == self.snapshots[deed.name].snapshot)
        there = ((one, one.seen(self.instance)) for one in tried)
        half = any(live is not None and live.mark in (one.found, one.mark) for one, live in there)
        return half or deed.step.shows(self.instance)

    def _return(self, deed: Deed, chosen: tuple[Deed, ...]) -> RestoreCollection:
        record = self.snapshots[deed.name]
        new = (
            one.step.alias
            for one in chosen
            if isinstance(one.step, SetAlias) and one.step.before is None and declared_name(one.step) == record.declared
        )
        tried = (step for step in self.tried if step.snapshot == record.snapshot)
        back = return_of(record, self.instance, tried=tried, unwanted=new)
        for step in back.steps:
            self._add(step, deed, deed.name if step is back.steps[-1] else "")
        self._tell(back, record)
        return back.restore

    def _tell(self, back: Return, record: SnapshotRecord) -> None:
        if back.current is not None:
            self._gone |= {back.current.name} - {record.collection}
            self.notes.append(self.lost(back.current.name, record))
        elif back.restore.keeps_mark:
            self.notes.append(
                f"{record.declared}: the older generation comes back beside what serves, as it was at "
                f"{back.restore.taken}; what was written since is only in what serves."
            )

    def _inverse(self, deed: Deed, restored: RestoreCollection | None, *, overtaken: bool) -> None:
        """Note the step that takes back a deed, on the collection that was brought back if there is one."""
        if deed.step.collection in self._gone and not isinstance(deed.step, ALIAS_STEPS):
            return  # it goes with what served instead of what was brought back
        moves = Moves(restored) if restored is not None else Moves()
        step = moves.follow(deed.step)
        back = step.inverse()
        if not overtaken and not step.shows(self.instance):
            if deed.sure and not (back and back.holds(self.instance)):  # else somebody has taken it back already
                self._impossible(step, "somebody has changed the same thing since")
            return
        if back is None and step.collection in self._created:
            return  # it goes with the collection
        if back is None:
            why = f"nothing brings back what `{step.words()}` took away"
            gone = ": no snapshot was taken before it, or none is kept any more" if step.destructive else ""
            self._impossible(step, why + gone)
            return
        back = _with_points(back, self.instance)
        back = moves.follow(back)
        if restored is not None and isinstance(back, DeleteCollection):
            back = back.model_copy(update={"points": restored.points})
        if not any(isinstance(one, DeleteCollection | SetAlias) and _is_same(one, back) for one in self.steps):
            self._add(back, deed, deed.name)  # else it comes with the collection

    def _add(self, step: Step, deed: Deed, undoes: str) -> None:
        why = f"takes back `{deed.step.words()}` of run {deed.run[:8]}"
        caused = because(step, why, rebuild=deed.step.rebuild and not isinstance(step, RestoreCollection))
        self.changes += caused.causes
        self.steps.append(caused)
        self.undoes.append(undoes)

    def _impossible(self, step: Step, why: str) -> None:
        self.changes.append(Change(address=step.address, kind=ChangeClass.IMPOSSIBLE, reason=why))


def _thing(step: Step) -> tuple[str, str]:
    """Return what a step is about, so that another one about the same is known."""
    if isinstance(step, ALIAS_STEPS):
        return "alias", step.alias
    return step.collection, step.address


def _is_same(one: Step, other: Step) -> bool:
    return (one.kind, one.collection, one.address) == (other.kind, other.collection, other.address)


def _with_points(step: Step, instance: LiveInstance) -> Step:
    """Return a step that deletes a collection with what is lost by it: what was written to it since."""
    there = step.seen(instance)
    if isinstance(step, DeleteCollection) and there is not None:
        return step.model_copy(update={"points": there.points})
    return step
