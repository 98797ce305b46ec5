"""What a reader of a plan sees: its steps as items, a deletion and a creation of the same thing as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from qschema.planner.change import Change, ChangeClass
from qschema.planner.paths import overlay
from qschema.planner.plan import Plan, covered
from qschema.planner.steps import CreateCollection, CreateIndex, CreateVector, DeleteVector, Step, UpdateCollection


@dataclass(frozen=True)
class Item:
    """One thing that a plan does, or can't do.

    Attributes:
        kind: What is done; its value is the sign.
        address: What it is about.
        words: What is done, in a few words.
        source: Where it was declared, as `file:line`; empty where a declaration is missing.
        created: What comes into being, as it is declared.
        causes: The settings that change.
        destroyed: What goes, as the instance shows it.
        loses_data: Whether data is lost.
        granted: Whether that was allowed.
        drift: Whether it only sets back what somebody changed on the instance.
        step: The step; None for what is impossible.
    """

    kind: ChangeClass
    address: str
    words: str
    source: str = ""
    created: Mapping[str, Any] = field(default_factory=dict)
    causes: tuple[Change, ...] = ()
    destroyed: Mapping[str, Any] = field(default_factory=dict)
    loses_data: bool = False
    granted: bool = False
    drift: bool = False
    step: Step | None = None


def items_of(plan: Plan) -> tuple[Item, ...]:
    """Return the items of a plan in the order of its steps, what is impossible first."""
    told = [_told(change) for change in plan.changes] if plan.refresh_only else []
    return (*map(_impossible, plan.impossible), *told, *_items(plan))


def _impossible(change: Change) -> Item:
    return Item(ChangeClass.IMPOSSIBLE, change.address, change.reason, place(change.source))


def _told(change: Change) -> Item:
    """Return what somebody changed, of a plan that does nothing about it."""
    words = "is not as it was applied"
    return Item(change.kind, change.address, words, place(change.source), causes=(change,), drift=True)


def _items(plan: Plan) -> Iterator[Item]:
    created = {step.address: step for step in plan.steps if isinstance(step, (CreateCollection, CreateVector))}
    completed = _completed(created, plan)
    deleted = {(step.collection, step.address) for step in plan.steps if step.destructive}
    for step in plan.steps:
        if created.get(step.address) is step and (step.collection, step.address) in deleted:
            continue  # shown with its deletion
        if step.completes:
            continue  # shown with what it completes
        new = created.get(step.address)
        anew = step.destructive and new is not None and new.collection == step.collection
        again = ChangeClass.REFILL if isinstance(step, DeleteVector) else ChangeClass.REPLACE
        kind = again if anew else ChangeClass(step.sign)
        yield Item(
            kind=kind,
            address=step.address,
            words=f"{step.words()}, and create it anew" if anew else _words(step, kind),
            source=next((place(change.source) for change in step.causes if change.source), ""),
            created=completed[step.address] if anew or created.get(step.address) is step else _created(step),
            causes=step.causes if kind in (ChangeClass.IN_PLACE, ChangeClass.REFILL, ChangeClass.REPLACE) else (),
            destroyed=_destroyed(step) if kind is ChangeClass.DESTROY else {},
            loses_data=step.destructive,
            granted=step.destructive and covered(step.address, plan.granted),
            drift=step.drift,
            step=step,
        )


def _words(step: Step, kind: ChangeClass) -> str:
    """Return a step's words; what goes is told with the reason."""
    causes = _of_what_goes(step) if kind is ChangeClass.DESTROY else ()
    reasons = {change.reason for change in causes if change.reason}
    return ": ".join((step.words(), *sorted(reasons)))


def _created(step: Step) -> Mapping[str, Any]:
    """Return what a step creates, as a declaration says it."""
    if isinstance(step, CreateCollection):
        return step.body
    if isinstance(step, CreateVector):
        return step.params
    if isinstance(step, CreateIndex) and step.before is None:
        return {key: value for key, value in step.index_params.items() if key != "type"}
    return {}


def _completed(created: Mapping[str, CreateCollection | CreateVector], plan: Plan) -> dict[str, Mapping[str, Any]]:
    """Return what steps create, with what later steps add because the call that creates can't say it."""
    bodies = {address: _created(step) for address, step in created.items()}
    for later in plan.steps:
        if isinstance(later, UpdateCollection) and later.completes:
            address = next(above for above in _upwards(later.address) if above in created)
            step, added = created[address], later.after
            if isinstance(step, CreateVector):
                added = added["sparse_vectors" if step.sparse else "vectors"][step.name]
            bodies[address] = overlay(bodies[address], added)
    return bodies


def _upwards(address: str) -> Iterator[str]:
    """Yield an address and those that it lies under."""
    while address:
        yield address
        address = address.rpartition("/")[0]


def _destroyed(step: Step) -> Mapping[str, Any]:
    """Return what a step destroys, as the instance shows it."""
    return next((change.before for change in _of_what_goes(step) if isinstance(change.before, Mapping)), {})


def _of_what_goes(step: Step) -> Iterator[Change]:
    """Yield the causes of a step that aren't told with the copy that takes the place of what goes."""
    return (change for change in step.causes if change.kind is not ChangeClass.REPLACE)


def place(source: str) -> str:
    """Return `file:line` of a `file:line:column`."""
    head, _, column = source.rpartition(":")
    return head if column.isdigit() and ":" in head else source
