"""Replacing a collection: what only a new one can take, what it keeps of the old one, and when it is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from qschema.planner.beside import replace_beside
from qschema.planner.change import Change, ChangeClass
from qschema.planner.change_table import Takes
from qschema.planner.compare import differences
from qschema.planner.creating import create_all, drop_aliases
from qschema.planner.shape import DOTS, PARTS, UNNAMED
from qschema.planner.situation import Situation, Work
from qschema.planner.steps import CreateVector, DeleteCollection, DeleteIndex, DeleteVector, Step
from qschema.planner.strategy import is_refilled_beside, is_replaced_beside
from qschema.planner.table import row_for
from qschema.planner.vectors import made_anew_alone, needs_new_collection, unmanaged_vectors
from qschema.schema.live import Mark


def unchangeable(situation: Situation) -> Iterator[Change]:
    """Yield the changes that only a new collection can take."""
    yield from needs_new_collection(situation)
    for difference in differences(situation.wanted, situation.shown):
        row = row_for(difference.path)
        if row and row.takes is Takes.REPLACE and difference.path[0] not in PARTS:
            yield situation.change(
                difference.path,
                ChangeClass.REPLACE,
                difference.before,
                difference.after,
                reason="it is fixed when the collection is created",
            )


def refilled_beside(situation: Situation) -> Iterator[Change]:
    """Yield the changes of vectors that could be made anew where they stand, where that is better done elsewhere."""
    changes = [*made_anew_alone(situation)]
    if changes and is_refilled_beside(situation, {**situation.full, **carried_over(situation)}):
        yield from (change.model_copy(update={"kind": ChangeClass.REPLACE}) for change in changes)


def replace(situation: Situation, work: Work, fixed: list[Change], refilled: list[Change]) -> None:
    """Note the steps that make the collection anew; undeclared members are carried over, and the points of a copy.

    Args:
        situation: The collection.
        work: Where they are noted.
        fixed: The changes that only a new collection can take.
        refilled: Those that the old one could take as well.
    """
    assert situation.live is not None
    carried, because = carried_over(situation), [*fixed, *refilled]
    if is_replaced_beside(situation, {**situation.full, **carried}):
        replace_beside(situation, work, because, carried, fixed=fixed[0].address if fixed else "")
        return
    mark = situation.live.mark or Mark(situation.project, situation.declared.name, 1)
    drop = DeleteCollection(
        collection=situation.physical, address=situation.address(), mark=mark, points=situation.live.points
    )
    work.add(drop, because=because)
    drop_aliases(situation, work)
    create_all(situation, work, generation=mark.generation + 1, because=tuple(because), carried=carried)


def carried_over(situation: Situation) -> dict[str, Any]:
    """Return the parts of a declaration that have undeclared members, with those added as the instance shows them."""
    carried: dict[str, Any] = {}
    for part in ("payload_indexes", "metadata", *PARTS):
        kept = {name: situation.shown[part][name] for name in _carried(situation, part)}
        if kept:
            carried[part] = {**kept, **(situation.full.get(part) or {})}
    carried |= _carried_sharding(situation)
    aliases = situation.unmanaged("aliases")
    if situation.physical != situation.declared.name:
        aliases.append(situation.declared.name)  # by which a later generation is reached
    if aliases:
        carried["aliases"] = [*(situation.full.get("aliases") or ()), *aliases]
    return carried


def _carried(situation: Situation, part: str) -> list[str]:
    """Return the members to carry over; named vectors can't stand beside an unnamed one, nor the other way round."""
    if part not in PARTS:
        return situation.unmanaged(part)
    if part == "vectors" and UNNAMED in (situation.full.get(part) or ()):
        return []
    return [name for name in unmanaged_vectors(situation, part) if name != UNNAMED]


def _carried_sharding(situation: Situation) -> dict[str, Any]:
    """Return the shard keys, those that nobody compares as well, unless another sharding is declared."""
    method = situation.shown.get("sharding_method")
    if method != "custom" or situation.full.get("sharding_method", method) != method:
        return {}
    declared = situation.full.get("shard_keys") or ()
    known = {*situation.removed("shard_keys"), *(str(one["shard_key"]) for one in declared)}
    kept = [one for one in situation.shown.get("shard_keys") or () if str(one["shard_key"]) not in known]
    return {"sharding_method": method, "shard_keys": [*declared, *kept]}


def guard_names(work: Work) -> None:
    """Refuse what would have to name something alone that no URL can carry."""
    alone = (CreateVector, DeleteVector, DeleteIndex)
    steps = [step for step in work.steps if isinstance(step, alone) and step.address.split("/")[-1] in DOTS]
    _refuse(work, steps, "a URL can't carry this name, so it can only come and go with the whole collection")


def _refuse(work: Work, steps: Iterable[Step], reason: str) -> None:
    refused = {change.address for step in steps for change in step.causes}
    said = {"kind": ChangeClass.IMPOSSIBLE, "reason": reason}
    work.changes = [c.model_copy(update=said) if c.address in refused else c for c in work.changes]


def guard(situation: Situation, work: Work) -> None:
    """Refuse what destroys data where the declaration protects it, or where the collection isn't ours yet."""
    destructive = [step for step in work.steps if step.destructive]
    if not destructive:
        return
    if situation.protected:
        reason = "lifecycle.prevent_destroy is set; take it out of the declaration and apply that first"
    elif not situation.ours:
        reason = "the collection is not this project's yet; apply the adoption first, without this change"
    else:
        return
    _refuse(work, destructive, reason)
