"""Which way a change goes that can't be made in place, or not without a loss: beside the collection, or through it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.planner.passing import in_the_way, passage_of
from qschema.planner.paths import get
from qschema.planner.shape import PARTS
from qschema.planner.situation import Situation
from qschema.planner.steps.passage import Passage
from qschema.planner.vectors import VECTOR_DDL, made_anew
from qschema.schema.lifecycle import ReplaceStrategy

_BESIDE = {ReplaceStrategy.BLUE_GREEN, ReplaceStrategy.CLONE, ReplaceStrategy.COPY}


def is_replaced_beside(situation: Situation, spec: Mapping[str, Any]) -> bool:
    """Tell whether another collection, filled beside it, takes the collection's place: by default wherever one can.

    One that nobody has marked is adopted first, for until then only what is changed in place is changed.

    Args:
        situation: The collection.
        spec: What the new one is made from.
    """
    if (declared := _declared(situation)) is not None:
        return declared in _BESIDE
    return situation.ours and in_the_way(situation, spec) is None


def is_refilled_beside(situation: Situation, spec: Mapping[str, Any]) -> bool:
    """Tell whether vectors are made anew in another collection that could be dropped and filled where they stand.

    By default they are where there are points, and all that is made anew there can be: searches by them go on, and the
    old ones can be gone back to.

    Args:
        situation: The collection.
        spec: What the other one is made from.
    """
    if _declared(situation) is not None or not (situation.live and situation.live.points):
        return _declared(situation) in _BESIDE
    return is_replaced_beside(situation, spec) and bool(passage_of(situation, spec)[0].refilled)


def is_cloned(situation: Situation, spec: Mapping[str, Any], passage: Passage) -> bool:
    """Tell whether a snapshot fills the new collection, where one can: by default where it saves graphs.

    A cluster's shards lie on several peers, which all have to be named for that, so there it has to be declared.

    Args:
        situation: The collection.
        spec: What the new one is made from.
        passage: What becomes of the vectors.
    """
    declared = _declared(situation)
    if declared in (ReplaceStrategy.CLONE, ReplaceStrategy.COPY):
        return declared == ReplaceStrategy.CLONE
    stays = {name for part in PARTS for name in spec.get(part) or {}} - {*passage.refilled}
    return bool(stays) and len(situation.instance.peers) < 2 and situation.shown.get("sharding_method") != "custom"


def no_clone(situation: Situation, fixed: str, passage: Passage) -> str:
    """Say why no clone can become what is declared; empty if one can.

    Args:
        situation: The collection.
        fixed: The address of a change that no existing collection can take; empty if there is none.
        passage: What becomes of the vectors.
    """
    if situation.server < VECTOR_DDL:
        return "a clone's vectors are dropped and added, which servers before 1.18 can't do"
    if fixed:
        return f"a clone is changed in place, and {fixed} can't be"
    if lost := [name for _, name, _ in made_anew(situation) if name not in passage.refilled]:
        return f"a clone's {', '.join(map(repr, lost))} would be dropped and made anew; a copy takes the numbers over"
    return ""


def asks_for_clone(situation: Situation) -> bool:
    """Tell whether it is declared that only a clone may take the collection's place."""
    return _declared(situation) == ReplaceStrategy.CLONE


def _declared(situation: Situation) -> str | None:
    said: str | None = get(situation.full, ("lifecycle", "replace"))
    return said
