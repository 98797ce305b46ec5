"""Changing a collection where it stands, or a clone of it: everything but the names that lead there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qschema.planner.change import ChangeClass
from qschema.planner.compare import differences
from qschema.planner.creating import set_index
from qschema.planner.members import same_index, same_metadata
from qschema.planner.shape import PARTS
from qschema.planner.sharding import shard_keys
from qschema.planner.situation import Situation, Work
from qschema.planner.steps import DeleteIndex, UpdateCollection
from qschema.planner.updating import updates
from qschema.planner.vectors import vector_work


def change_in_place(situation: Situation, work: Work) -> None:
    """Note what it takes to change vectors, shard keys, payload indexes, settings and metadata."""
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
