"""Replacing a collection by another one: a new generation beside the old one is filled, verified, and switched to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from qschema.planner.change import Change, ChangeClass
from qschema.planner.cloning import clone
from qschema.planner.creating import create_all, drop_aliases
from qschema.planner.freezing import residue, unfit
from qschema.planner.names import generation_name
from qschema.planner.passing import in_the_way, passage_of
from qschema.planner.paths import get
from qschema.planner.situation import Situation, Work
from qschema.planner.steps import (
    CopyPoints,
    CreateCollection,
    FreezeWrites,
    GiveWay,
    SetAlias,
    ShadowCollection,
    ThawWrites,
    VerifyCopy,
)
from qschema.planner.strategy import asks_for_clone, is_cloned, no_clone
from qschema.schema.lifecycle import Freeze, Switch
from qschema.schema.live import Mark
from qschema.schema.verification import Verify


def replace_beside(
    situation: Situation, work: Work, because: list[Change], carried: Mapping[str, Any], *, fixed: str = ""
) -> None:
    """Note the steps that replace the collection by a copy, or by a clone.

    Args:
        situation: The collection.
        work: Where they are noted.
        because: The changes that are made in a new collection.
        carried: The parts of the declaration that have undeclared members, with those.
        fixed: The address of one among them that only a new collection can take; empty if the old one could take all.
    """
    assert situation.live is not None
    name, before = situation.declared.name, situation.live
    generation = (before.mark.generation if before.mark else 1) + 1
    mark = Mark(situation.project, name, generation)
    green = generation_name(name, generation)
    spec = {**situation.full, **carried}
    if found := in_the_way(situation, spec):
        ways = filter(None, (found.instead, "declare `replace: delete_and_create`, and write the points anew"))
        work.changes += _impossible(because, f"{found.why}: {', or '.join(ways)}")
        return
    passage, _ = passage_of(situation, spec)
    unclonable = no_clone(situation, fixed, passage)
    if unclonable and asks_for_clone(situation):
        work.changes += _impossible(because, f"{unclonable}: declare `replace: copy` or `blue_green`")
        return
    required, freeze = (get(situation.full, ("lifecycle", key)) for key in ("verify", "freeze"))
    strict = situation.shown.get("strict_mode_config") or {}
    is_custom = situation.shown.get("sharding_method") == "custom"
    if freeze is not None and (why := unfit(strict, peers=len(situation.instance.peers), is_custom=is_custom)):
        why = f"lifecycle.freeze: strict mode can't close {before.name!r} to writes: {why}"
        work.changes += _impossible(because, why)
        return
    drop_aliases(situation, work)
    cloned = not unclonable and is_cloned(situation, spec, passage)
    if cloned:
        clone(replace(situation, building=green), work, mark, because, passage, carried.get("aliases"))
    else:
        anew = replace(situation, live=None, building=green)
        create_all(anew, work, generation=generation, because=tuple(because), carried=carried)
        if _is_made_otherwise(anew, work):
            why = f"{green!r} is there, from an earlier try, and made otherwise; qschema reindex abort {name}"
            work.changes = [*_impossible(because, why)]
            return
    said: dict[str, Any] = {
        "collection": green,
        "address": situation.address(),
        "source": before.name,
        "vectors": passage,
    }
    work.add(CopyPoints(**said, mark=mark, points=before.points, cloned=cloned), because=() if cloned else because)
    work.add(VerifyCopy(**said, required=required and Verify.model_validate(required), lags=freeze is not None))
    hidden = name in situation.instance.shadowed
    if hidden or before.name == name:
        work.steps = [step for step in work.steps if not (isinstance(step, SetAlias) and step.alias == name)]
        if before.name == name and get(situation.full, ("lifecycle", "switch")) == Switch.GAP.value:
            work.add(_give_way(situation, green), because=because)
        else:
            shadowed = before.name if hidden else None
            work.add(ShadowCollection(collection=green, address=situation.address(), alias=name, before=shadowed))
    if freeze is not None:
        _freeze(situation, work, said, Freeze.model_validate(freeze))


def _give_way(situation: Situation, green: str) -> GiveWay:
    """Return the step by which a collection that bears its own name gives it to its copy."""
    assert situation.live is not None
    name, live = situation.physical, situation.live
    mark = live.mark or Mark(situation.project, situation.declared.name, 1)
    return GiveWay(collection=name, address=situation.address(), successor=green, mark=mark, points=live.points)


def _freeze(situation: Situation, work: Work, said: dict[str, Any], freeze: Freeze) -> None:
    """Put the switch into a write freeze: what was written between the last pass and the switch would be lost."""
    before = situation.shown.get("strict_mode_config") or {}
    switch = [step for step in work.steps if isinstance(step, (SetAlias, ShadowCollection, GiveWay))]
    work.steps = [step for step in work.steps if step not in switch]
    left = {} if any(isinstance(step, GiveWay) for step in switch) else residue(before)  # it goes with the collection
    work.add(FreezeWrites(**said, freeze=freeze, left=left))
    work.steps += switch
    work.add(ThawWrites(collection=said["source"], address=said["address"]))


def _is_made_otherwise(anew: Situation, work: Work) -> bool:
    """Tell whether an earlier try left a collection behind that isn't the one that is wanted."""
    if anew.physical not in anew.instance.collections:
        return False
    create = next(step for step in work.steps if isinstance(step, CreateCollection))
    return not create.holds(anew.instance)


def _impossible(because: Iterable[Change], why: str) -> Iterator[Change]:
    return (change.model_copy(update={"kind": ChangeClass.IMPOSSIBLE, "reason": why}) for change in because)
