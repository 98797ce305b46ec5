"""Making a collection with everything in it, and the members that are set alike on a new and on an old one."""

from __future__ import annotations

from typing import Any

from qschema.planner.change import Change, ChangeClass, Origin
from qschema.planner.compare import differences
from qschema.planner.members import merged_index
from qschema.planner.shape import ONLY_BY_PATCH, create_body
from qschema.planner.sharding import create_shard_key
from qschema.planner.situation import Situation, Work
from qschema.planner.steps import CreateCollection, CreateIndex, DeleteAlias, SetAlias
from qschema.planner.updating import completions
from qschema.schema.live import Mark


def create_all(
    situation: Situation, work: Work, *, generation: int, because: tuple[Change, ...] = (), carried: Any = None
) -> None:
    """Note the steps that make the collection with everything declared, and what is carried over from an old one."""
    spec = {**situation.full, **(carried or {})}
    mark = Mark(project=situation.project, collection=situation.declared.name, generation=generation)
    create = CreateCollection(
        collection=situation.physical, address=situation.address(), body=create_body(spec), mark=mark
    )
    because = because or (situation.change((), ChangeClass.CREATE, None, situation.full),)
    work.add(create, because=because)
    for key in spec.get("shard_keys") or ():
        create_shard_key(situation, work, key)
    for field, params in (spec.get("payload_indexes") or {}).items():
        set_index(situation, work, field, params, before=None)
    only_by_patch = {key: spec[key] for key in ONLY_BY_PATCH if key in spec}
    work.steps += completions(situation, differences(only_by_patch, {}), because)
    for alias in spec.get("aliases") or ():
        before = situation.instance.aliases.get(alias)
        set_alias(situation, work, alias, before=None if before == situation.physical else before)
    blame(work, because[0].origin)


def blame(work: Work, origin: Origin) -> None:
    """Have everything that comes with a new collection come from what made the collection come."""
    work.changes = [change.model_copy(update={"origin": origin}) for change in work.changes]
    for index, step in enumerate(work.steps):
        causes = tuple(change.model_copy(update={"origin": origin}) for change in step.causes)
        work.steps[index] = step.model_copy(update={"causes": causes})


def set_index(situation: Situation, work: Work, field: str, wanted: dict[str, Any], *, before: Any) -> None:
    """Note the step that indexes a payload field, or replaces its index."""
    params = merged_index(wanted, before)
    kind = ChangeClass.CREATE if before is None else ChangeClass.IN_PLACE
    strict = situation.shown.get("strict_mode_config") or {}
    most = strict.get("max_payload_index_count") if strict.get("enabled") else None
    step = CreateIndex(
        collection=situation.physical,
        address=situation.address("payload_indexes", field),
        field=field,
        index_params=params,
        before=before,
        make_room=before is not None and most is not None and len(situation.shown["payload_indexes"]) >= most,
    )
    work.add(step, because=[situation.change(("payload_indexes", field), kind, before, params)])


def set_alias(situation: Situation, work: Work, alias: str, *, before: str | None) -> None:
    """Note the step that points an alias to the collection, wherever it pointed before."""
    kind = ChangeClass.CREATE if before is None else ChangeClass.IN_PLACE
    step = SetAlias(
        collection=situation.physical, address=situation.address("aliases", alias), alias=alias, before=before
    )
    work.add(step, because=[situation.change(("aliases", alias), kind, before, situation.physical)])


def drop_aliases(situation: Situation, work: Work) -> None:
    """Note the steps that delete the aliases that are no longer declared."""
    for alias in situation.removed("aliases"):
        address = situation.address("aliases", alias)
        change = situation.change(("aliases", alias), ChangeClass.DESTROY, situation.physical)
        work.add(DeleteAlias(collection=situation.physical, address=address, alias=alias), because=[change])
