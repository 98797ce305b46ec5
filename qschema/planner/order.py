"""The order of a plan's steps: what has to be out of the way first, data losses last, aliases at the end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qschema.planner.paths import get
from qschema.planner.steps import AnyStep, DeleteCollection, UpdateCollection

_STAGES = {
    "delete_alias": 0,
    "freeze_writes": 3,
    "give_way": 3,
    "set_alias": 3,
    "shadow_collection": 3,
    "uncover_collection": 3,
    "thaw_writes": 3,
}
_BY_COLLECTION = 2

_RANKS = (
    "adopt_collection",
    "rename_collection",
    "clone_collection",
    "delete_index",
    "delete_vector",
    "delete_shard_key",
    "delete_collection",
    "create_collection",
    "create_shard_key",  # an index that comes before any shard is merely acknowledged
    "create_vector",
    "create_index",  # before data, and before a rebuild that can link it
    "update_collection",
    "fill_vector",
    "copy_points",
    "verify_copy",
    "end_reindex",
)
"""Within one collection."""


def ordered(steps: Iterable[AnyStep], dying: Iterable[str], in_the_way: Iterable[str] = ()) -> tuple[AnyStep, ...]:
    """Return steps in the order in which they are carried out.

    Args:
        steps: The steps of all collections.
        dying: The physical names of the collections that end with the plan; they go last.
        in_the_way: Those among them that have to go first, because something else is to bear a name that they bear.
    """

    def key(step: AnyStep) -> tuple[Any, ...]:
        if isinstance(step, DeleteCollection) and step.collection in dying:
            return (1 if step.collection in in_the_way else 4,)
        stage = _STAGES.get(step.kind, _BY_COLLECTION)
        return (stage, step.address.split("/")[0], _rank(step)) if stage == _BY_COLLECTION else (stage,)

    return tuple(sorted(steps, key=key))


def _rank(step: AnyStep) -> float:
    rank = float(_RANKS.index(step.kind))
    if isinstance(step, UpdateCollection) and "strict_mode_config" in step.after:
        return rank + 0.5 if not _loosens(step) else _RANKS.index("create_index") - 0.5
    return rank


def _loosens(step: UpdateCollection) -> bool:
    """Tell whether strict mode would stand in the way of the plan's own indexes until this step is done."""
    path = ("strict_mode_config", "max_payload_index_count")
    before, after = get(step.before, path), get(step.after, path)
    return get(step.after, ("strict_mode_config", "enabled")) is False or (
        before is not None and after is not None and after > before
    )
