"""Cloning a collection by a snapshot, and changing the clone in place, while nobody uses it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from qschema.planner.change import Change
from qschema.planner.creating import blame, set_alias
from qschema.planner.in_place import change_in_place
from qschema.planner.shape import PARTS
from qschema.planner.situation import Situation, Work
from qschema.planner.steps import CloneCollection, FillVector
from qschema.planner.steps.passage import Passage
from qschema.schema.embedding import Embed
from qschema.schema.live import Mark


def clone(
    situation: Situation, work: Work, mark: Mark, because: list[Change], passage: Passage, aliases: Iterable[str] | None
) -> None:
    """Note the steps that make the clone into what is declared. A clone that is there already is looked at as it is.

    Args:
        situation: The collection, and what the clone is called.
        work: Where they are noted.
        mark: The clone's mark.
        because: The changes that are made in it.
        passage: What becomes of the vectors.
        aliases: All aliases that are to lead to it, undeclared ones too; None for those that are declared.
    """
    before = situation.live
    assert before is not None
    step = CloneCollection(
        collection=situation.building,
        address=situation.address(),
        source=before.name,
        mark=mark,
        points=before.points,
    )
    work.add(step, because=because)
    there = step.seen(situation.instance) if step.holds(situation.instance) else None
    change_in_place(replace(situation, live=there or before), work)
    for name, embed in passage.refilled.items():
        part = next(part for part in PARTS if name in (situation.full.get(part) or {}))
        fill = FillVector(
            collection=step.collection,
            address=situation.address(part, name),
            name=name,
            embed=Embed.model_validate(embed),
            points=before.points,
            in_clone=True,
        )
        work.add(fill)
    for alias in aliases or situation.full.get("aliases") or ():
        at = situation.instance.aliases.get(alias)
        set_alias(situation, work, alias, before=None if at == step.collection else at)
    blame(work, because[0].origin)
