"""Plans that concern the generations of one collection: back to the old one, away with the new one, or with the old."""

from __future__ import annotations

from typing import Any

from qschema.apply.ledger import Ledger
from qschema.apply.records import AppliedRecord, RunRecord
from qschema.apply.reindex.errors import GenerationInUseError, HeldError, NoGenerationError
from qschema.apply.reindex.generations import Generations, generations_of
from qschema.apply.reindex.given_way import check_gave_way
from qschema.apply.reindex.holding import hold_of
from qschema.apply.reindex.planned import planned
from qschema.client import QdrantClient
from qschema.planner.plan import Plan
from qschema.planner.snapshots import with_snapshots
from qschema.planner.stages import stages_in
from qschema.planner.steps import (
    AnyStep,
    DeleteAlias,
    DeleteCollection,
    EndReindex,
    SetAlias,
    ShadowCollection,
    UncoverCollection,
)
from qschema.planner.unstaging import unstage
from qschema.schema.lifecycle import Lifecycle
from qschema.schema.live import LiveCollection, Mark
from qschema.schema.snapshots import SnapshotsBefore


def plan_revert(client: QdrantClient, project: str, name: str, *, place: str) -> Plan:
    """Plan to go back to the generation before the one that serves: every alias, one action each.

    Where a switch was broken off in the middle, or the way back from one, the plan is to end that: aliases that lead
    to a later generation than the declared name does come back to that one.

    Raises:
        NoGenerationError: There is none before it.
        GaveWayError: It was deleted so that its name could lead to what serves.
        QdrantError: The instance can't be read.
    """
    found = generations_of(client, project, name)
    strays, left = _strays(found), _left(client, project, found)
    if strays or left:
        note = f"{name}: a switch was broken off; all names lead to one generation again."
        return planned(client, project, found, strays, place=place, note=note, records=left)
    if found.serving is not None and not found.older:
        check_gave_way(client, project, name, found.serving.name)
    if found.serving is None or not found.older:
        raise NoGenerationError(name, "there is no older generation to go back to")
    old, now = found.older[0], found.serving
    back = name if old is found.hidden else old.name
    identity: AnyStep
    if old is found.hidden:  # first: until then no alias can be pointed to it
        identity = UncoverCollection(collection=now.name, address=name, alias=name)
    elif found.hidden is not None:
        identity = ShadowCollection(collection=back, address=name, alias=name, before=now.name)
    else:
        identity = SetAlias(collection=back, address=name, alias=name, before=now.name)
    others = (
        SetAlias(collection=back, address=f"{name}/aliases/{alias}", alias=alias, before=now.name)
        for alias in now.spec.aliases or ()
    )
    steps = [*_unstaged(found), identity, *others]
    note = f"{name}: what writers that don't follow the reindex have written since the switch is only in {now.name!r}."
    return planned(client, project, found, steps, place=place, note=note, records=_before(client, project, name))


def plan_abort(client: QdrantClient, project: str, name: str, *, place: str) -> Plan:
    """Plan to give up the copies that don't serve: the old generation goes on, and what was made is removed.

    Raises:
        NoGenerationError: There is none.
        QdrantError: The instance can't be read.
    """
    found = generations_of(client, project, name)
    if not found.newer:
        raise NoGenerationError(name, "no copy of it is there that doesn't serve")
    steps: list[AnyStep] = [*_strays(found), *_unstaged(found)]
    for one in found.newer:
        mark = _mark(one)
        steps += (
            EndReindex(collection=one.name, address=name, mark=mark, keeps="old"),
            DeleteCollection(collection=one.name, address=name, mark=mark, points=one.points),
        )
    note = f"{name}: the copy is given up; the collection that serves stays as it is."
    records = _left(client, project, found)
    return planned(client, project, found, steps, place=place, note=note, granted=(name,), records=records)


def plan_cleanup(
    client: QdrantClient,
    project: str,
    name: str,
    *,
    place: str,
    snapshots: SnapshotsBefore = "never",
    lifecycle: Lifecycle | None = None,
) -> Plan:
    """Plan to remove the generations before the one that serves.

    Args:
        client: The instance.
        project: The project.
        name: The declared name.
        place: Where the instance is.
        snapshots: Before which steps a snapshot is taken.
        lifecycle: Says how long they are kept after the switch; None if nobody asks for that.

    Raises:
        NoGenerationError: There is none.
        GenerationInUseError: An alias leads to one.
        HeldError: They are still kept.
        QdrantError: The instance can't be read.
    """
    found = generations_of(client, project, name)
    if found.serving is None or not found.older:
        raise NoGenerationError(name, "no older generation of it is there")
    old = {name if one is found.hidden else one.name for one in found.older}
    if used := [alias for alias, target in found.instance.aliases.items() if target in old]:
        raise GenerationInUseError(name, used)
    if lifecycle and not (hold := hold_of(client, project, name, found.serving.name, lifecycle)).over:
        raise HeldError(name, hold)
    newer = {one.name for one in found.newer}
    steps: list[AnyStep] = [*(step for step in _unstaged(found) if step.collection not in newer)]
    steps.append(EndReindex(collection=found.serving.name, address=name, mark=_mark(found.serving), keeps="new"))
    for one in found.older:
        hidden = name if one is found.hidden else ""
        steps.append(
            DeleteCollection(collection=one.name, address=name, mark=_mark(one), points=one.points, hidden=hidden)
        )
    note = f"{name}: there is no going back without these, but by a snapshot."
    in_order = with_snapshots(steps, snapshots)
    return planned(client, project, found, in_order, place=place, note=note, granted=(name,))


def _strays(found: Generations) -> list[AnyStep]:
    """Return the steps that point aliases of later generations to the one that serves."""
    if found.serving is None:
        return []
    now, newer, name = found.serving.name, {one.name for one in found.newer}, found.name
    return [
        SetAlias(collection=now, address=f"{name}/aliases/{alias}", alias=alias, before=target)
        for alias, target in found.instance.aliases.items()
        if target in newer
    ]


def _unstaged(found: Generations) -> list[DeleteAlias]:
    """Return the steps that take all shares of the readers away from new generations."""
    return [unstage(stage) for stage in stages_in(found.instance.reserved, (found.name,))]


def _left(client: QdrantClient, project: str, found: Generations) -> dict[str, Any]:
    """Return what counts as applied when no later generation serves any more; nothing where that is so already."""
    ledger = Ledger(client)
    applied = [one for one in ledger.read(AppliedRecord, project) if one.collection == found.name]
    newer = {one.name for one in found.newer}
    runs = [one for one in ledger.read(RunRecord, project) if applied and one.run == applied[-1].run and one.body]
    led = {step["collection"] for one in runs for step in (one.body or {})["steps"] if step["kind"] == "verify_copy"}
    return _before(client, project, found.name) if led & newer else {}


def _before(client: QdrantClient, project: str, name: str) -> dict[str, Any]:
    """Return what was applied before what counts now, so that the next plan shows the difference again."""
    records = [one for one in Ledger(client).read(AppliedRecord, project) if one.collection == name]
    earlier = [one.spec for one in records[:-1] if one.spec != records[-1].spec]
    return {name: earlier[-1]} if earlier else {}


def _mark(one: LiveCollection) -> Mark:
    assert one.mark is not None  # a generation is known by it
    return one.mark
