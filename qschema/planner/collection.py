"""One declared collection: the changes between declaration and instance, and the steps that carry them out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qschema.client.gates import too_new
from qschema.planner.change import Change, ChangeClass
from qschema.planner.change_table import Takes
from qschema.planner.compare import differences
from qschema.planner.members import merged_index, same_index
from qschema.planner.shape import ONLY_BY_PATCH, create_body
from qschema.planner.situation import Situation, Work
from qschema.planner.steps import (
    AdoptCollection,
    CreateCollection,
    CreateIndex,
    DeleteAlias,
    DeleteCollection,
    DeleteIndex,
    SetAlias,
    UpdateCollection,
)
from qschema.planner.table import row_for
from qschema.planner.updating import updates
from qschema.planner.vectors import PARTS, needs_new_collection, vector_work
from qschema.schema.live import Mark
from qschema.schema.spec import WIRE_MODELS


def work_for(situation: Situation) -> Work:
    """Return what one declared collection takes."""
    work = Work()
    work.changes += _obstacles(situation)
    if not work.possible:
        return work
    if situation.live is None:
        _create(situation, work, generation=1)
        return work
    if situation.live.mark is None:
        mark = Mark(project=situation.project, collection=situation.declared.name, generation=1)
        work.add(AdoptCollection(collection=situation.physical, address=situation.address(), mark=mark))
    unchangeable = list(_unchangeable(situation))
    if unchangeable:
        _replace(situation, work, unchangeable)
    else:
        _update(situation, work)
    _guard(situation, work)
    return work


def _obstacles(situation: Situation) -> Iterator[Change]:
    """Yield what makes the declaration impossible on this instance, whatever the differences are."""

    def impossible(path: tuple[str, ...], reason: str) -> Change:
        return situation.change(path, ChangeClass.IMPOSSIBLE, reason=reason)

    name = situation.declared.name
    if situation.live is None and (target := situation.instance.aliases.get(name)):
        yield impossible((), f"the name is an alias of {target!r}; delete that alias, or declare another name")
    if situation.live and situation.live.mark and not situation.ours:
        yield impossible((), f"the project {situation.live.mark.project!r} owns this collection")
    major, minor = situation.server
    for gated in too_new(situation.declared.spec, situation.server, standing_for=WIRE_MODELS):
        first = ".".join(map(str, gated.first))
        yield impossible(
            gated.path, f"it came with Qdrant {first} and the server is {major}.{minor}, which would ignore it"
        )
    for alias in situation.wanted.get("aliases") or ():
        if alias in situation.instance.collections and alias not in situation.dying:
            yield impossible(("aliases", alias), f"a collection is named {alias!r}")
        elif owner := _foreign_owner(situation, situation.instance.aliases.get(alias)):
            yield impossible(("aliases", alias), f"it points to a collection of the project {owner!r}")


def _foreign_owner(situation: Situation, target: str | None) -> str | None:
    """Return the other project that owns an alias's target, if one does."""
    there = situation.instance.collections.get(target) if target else None
    return there.mark.project if there and there.mark and there.mark.project != situation.project else None


def _unchangeable(situation: Situation) -> Iterator[Change]:
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


def _create(
    situation: Situation, work: Work, *, generation: int, because: tuple[Change, ...] = (), carried: Any = None
) -> None:
    """Note the steps that make the collection with everything declared, and what is carried over from an old one."""
    spec = {**situation.wanted, **(carried or {})}
    mark = Mark(project=situation.project, collection=situation.declared.name, generation=generation)
    create = CreateCollection(
        collection=situation.physical, address=situation.address(), body=create_body(spec), mark=mark
    )
    work.add(create, because=because or [situation.change((), ChangeClass.CREATE, None, situation.wanted)])
    for field, params in (spec.get("payload_indexes") or {}).items():
        _index(situation, work, field, params, before=None)
    only_by_patch = {key: spec[key] for key in ONLY_BY_PATCH if key in spec}
    work.steps += updates(situation, differences(only_by_patch, {}))
    for alias in spec.get("aliases") or ():
        _alias(situation, work, alias, before=situation.instance.aliases.get(alias))


def _replace(situation: Situation, work: Work, because: list[Change]) -> None:
    """Note the steps that drop the collection and make it anew; undeclared members are carried over."""
    assert situation.live is not None
    mark = situation.live.mark or Mark(situation.project, situation.declared.name, 1)
    drop = DeleteCollection(
        collection=situation.physical, address=situation.address(), mark=mark, points=situation.live.points
    )
    work.add(drop, because=because)
    carried: dict[str, Any] = {}
    for part in ("payload_indexes", "metadata"):
        kept = {name: situation.shown[part][name] for name in situation.unmanaged(part)}
        if kept:
            carried[part] = {**kept, **(situation.wanted.get(part) or {})}
    aliases = [*(situation.wanted.get("aliases") or ()), *situation.unmanaged("aliases")]
    if aliases:
        carried["aliases"] = aliases
    _create(situation, work, generation=mark.generation + 1, because=tuple(because), carried=carried)


def _update(situation: Situation, work: Work) -> None:
    """Note the steps that change the collection as it stands."""
    vector_work(situation, work)
    _indexes(situation, work)
    touched = {step.address for step in work.steps}
    in_place = [
        difference
        for difference in differences(situation.wanted, situation.shown)
        if not (difference.path[0] in PARTS and situation.address(*difference.path[:2]) in touched)
    ]
    for step in (*updates(situation, in_place), *_metadata(situation)):
        work.add(step, because=step.causes)
    work.unmanaged += [situation.address("metadata", key) for key in situation.unmanaged("metadata")]
    _aliases(situation, work)


def _indexes(situation: Situation, work: Work) -> None:
    shown = situation.shown.get("payload_indexes") or {}
    for field in situation.removed("payload_indexes"):
        address = situation.address("payload_indexes", field)
        step = DeleteIndex(collection=situation.physical, address=address, field=field, before=shown[field])
        change = situation.change(("payload_indexes", field), ChangeClass.DESTROY, shown[field])
        work.add(step, because=[change])
    work.unmanaged += [situation.address("payload_indexes", field) for field in situation.unmanaged("payload_indexes")]
    for field, params in (situation.wanted.get("payload_indexes") or {}).items():
        if not same_index(params, shown.get(field)):
            _index(situation, work, field, params, before=shown.get(field))


def _index(situation: Situation, work: Work, field: str, wanted: dict[str, Any], *, before: Any) -> None:
    params = merged_index(wanted, before)
    kind = ChangeClass.CREATE if before is None else ChangeClass.IN_PLACE
    step = CreateIndex(
        collection=situation.physical,
        address=situation.address("payload_indexes", field),
        field=field,
        index_params=params,
        before=before,
    )
    work.add(step, because=[situation.change(("payload_indexes", field), kind, before, params)])


def _metadata(situation: Situation) -> Iterator[UpdateCollection]:
    """Yield one update for all metadata keys that are to change or to go."""
    wanted, shown = situation.wanted.get("metadata") or {}, situation.shown.get("metadata") or {}
    after = {key: value for key, value in wanted.items() if key not in shown or shown[key] != value}
    gone: dict[str, Any] = dict.fromkeys(situation.removed("metadata"))
    if not after and not gone:
        return
    kinds = {**dict.fromkeys(after, ChangeClass.IN_PLACE), **dict.fromkeys(gone, ChangeClass.DESTROY)}
    yield UpdateCollection(
        collection=situation.physical,
        address=situation.address("metadata"),
        after={"metadata": {**after, **gone}},
        before={"metadata": {key: shown[key] for key in kinds if key in shown}},
        causes=tuple(
            situation.change(("metadata", key), kind, shown.get(key), wanted.get(key)) for key, kind in kinds.items()
        ),
    )


def _aliases(situation: Situation, work: Work) -> None:
    for alias in situation.wanted.get("aliases") or ():
        before = situation.instance.aliases.get(alias)
        if before != situation.physical:
            _alias(situation, work, alias, before=before)
    for alias in situation.removed("aliases"):
        address = situation.address("aliases", alias)
        change = situation.change(("aliases", alias), ChangeClass.DESTROY, situation.physical)
        work.add(DeleteAlias(collection=situation.physical, address=address, alias=alias), because=[change])
    work.unmanaged += [situation.address("aliases", alias) for alias in situation.unmanaged("aliases")]


def _alias(situation: Situation, work: Work, alias: str, *, before: str | None) -> None:
    kind = ChangeClass.CREATE if before is None else ChangeClass.IN_PLACE
    step = SetAlias(
        collection=situation.physical, address=situation.address("aliases", alias), alias=alias, before=before
    )
    work.add(step, because=[situation.change(("aliases", alias), kind, before, situation.physical)])


def _guard(situation: Situation, work: Work) -> None:
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
    work.changes += [
        change.model_copy(update={"kind": ChangeClass.IMPOSSIBLE, "reason": reason})
        for step in destructive
        for change in step.causes
    ]
