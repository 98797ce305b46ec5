"""One declared collection: the changes between declaration and instance, and the steps that carry them out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qschema.planner.change import ChangeClass
from qschema.planner.compare import differences
from qschema.planner.creating import create_all, drop_aliases, set_alias, set_index
from qschema.planner.members import same_index, same_metadata
from qschema.planner.obstacles import obstacles
from qschema.planner.replacing import guard, guard_names, replace, unchangeable
from qschema.planner.shape import PARTS
from qschema.planner.sharding import shard_keys
from qschema.planner.situation import Situation, Work
from qschema.planner.steps import AdoptCollection, DeleteIndex, RenameCollection, UpdateCollection
from qschema.planner.updating import updates
from qschema.planner.vectors import vector_work
from qschema.schema.live import Mark


def work_for(situation: Situation) -> Work:
    """Return what one declared collection takes."""
    work = Work()
    work.changes += obstacles(situation)
    if not work.possible:
        return work
    if situation.live is None:
        create_all(situation, work, generation=1)
        return work
    if situation.live.mark is None:
        mark = Mark(project=situation.project, collection=situation.declared.name, generation=1)
        work.add(AdoptCollection(collection=situation.physical, address=situation.address(), mark=mark))
    fixed = list(unchangeable(situation))
    if fixed:
        replace(situation, work, fixed)
    else:
        _update(situation, work)
    guard(situation, work)
    guard_names(work)
    return work


def _update(situation: Situation, work: Work) -> None:
    """Note the steps that change the collection as it stands."""
    _rename(situation, work)
    vector_work(situation, work)
    shard_keys(situation, work)
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


def _rename(situation: Situation, work: Work) -> None:
    """Note what a new declared name takes: another mark, and the alias that leads from it to the collection."""
    name, live = situation.declared.name, situation.live
    if situation.former and live and live.mark:
        mark = live.mark._replace(collection=name)
        change = situation.change((), ChangeClass.IN_PLACE, situation.former, name)
        step = RenameCollection(collection=situation.physical, address=situation.address(), mark=mark, before=live.mark)
        work.add(step, because=[change])
    if situation.ours and situation.physical != name and situation.instance.aliases.get(name) != situation.physical:
        set_alias(situation, work, name, before=situation.instance.aliases.get(name))


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
            set_index(situation, work, field, params, before=shown.get(field))


def _metadata(situation: Situation) -> Iterator[UpdateCollection]:
    """Yield one update for all metadata keys that are to change or to go."""
    wanted, shown = situation.wanted.get("metadata") or {}, situation.shown.get("metadata") or {}
    after = {key: value for key, value in wanted.items() if not same_metadata(value, shown.get(key))}
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
            set_alias(situation, work, alias, before=before)
    drop_aliases(situation, work)
    work.unmanaged += [situation.address("aliases", alias) for alias in situation.unmanaged("aliases")]
