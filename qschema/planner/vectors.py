"""The vectors of a collection that exists: added, dropped, or made anew because Qdrant can't change them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qschema.client.gate_table import Version
from qschema.planner.change import Change, ChangeClass
from qschema.planner.change_table import Takes
from qschema.planner.compare import differences
from qschema.planner.paths import get
from qschema.planner.shape import PARTS, UNNAMED
from qschema.planner.situation import Situation, Work
from qschema.planner.steps import CreateVector, DeleteVector, FillVector
from qschema.planner.steps.create_vector import said_at_creation
from qschema.planner.table import row_for
from qschema.planner.updating import completions
from qschema.schema.embedding import Embed, is_runnable

VECTOR_DDL: Version = (1, 18)
"""The first version that adds and drops vectors of an existing collection (src/actix/api/vector_name_api.rs)."""


def needs_new_collection(situation: Situation) -> Iterator[Change]:
    """Yield the changes of vectors that no existing collection can take."""
    wanted, shown = situation.wanted.get("vectors") or {}, situation.shown.get("vectors") or {}

    def replace(path: tuple[str, ...], before: Any, after: Any, reason: str) -> Change:
        return situation.change(path, ChangeClass.REPLACE, before, after, reason=reason)

    if wanted and (UNNAMED in wanted) != (UNNAMED in shown):
        yield replace(
            ("vectors",), _names(shown), _names(wanted), "named vectors and an unnamed one exclude each other"
        )
        return
    anew = {(part, name): changes for part, name, changes in made_anew(situation)}
    for (_, name), changes in anew.items():
        if name == UNNAMED or situation.server < VECTOR_DDL:
            yield from (change.model_copy(update={"kind": ChangeClass.REPLACE}) for change in changes)
    if UNNAMED in situation.removed("vectors"):
        yield replace(("vectors",), shown[UNNAMED], None, "an unnamed vector can't be dropped")
    if situation.server < VECTOR_DDL:
        for part in PARTS:
            for name in (*_added(situation, part), *_removed(situation, part)):
                if (part, name) not in anew:
                    yield replace((part, name), _shown(situation, part, name), _wanted(situation, part, name),
                                  "servers before 1.18 can't add or drop vectors")  # fmt: skip


def made_anew_alone(situation: Situation) -> Iterator[Change]:
    """Yield the changes of vectors that an existing collection can take if it drops them and adds them anew."""
    if situation.server >= VECTOR_DDL:
        for _, name, changes in made_anew(situation):
            yield from changes if name != UNNAMED else ()


def vector_work(situation: Situation, work: Work) -> None:
    """Note what is to be done about vectors that can come and go one by one."""
    anew = {(part, name): changes for part, name, changes in made_anew(situation)}
    for part in PARTS:
        for name in _removed(situation, part):
            change = situation.change((part, name), ChangeClass.DESTROY, _shown(situation, part, name))
            work.add(_delete(situation, part, name), because=[change])
        work.unmanaged += [situation.address(part, name) for name in unmanaged_vectors(situation, part)]
    for (part, name), changes in anew.items():
        there = part if name in (situation.shown.get(part) or {}) else _other(part)
        work.add(_delete(situation, there, name), because=changes)
        _create(situation, work, part, name, changes)
    for part in PARTS:
        for name in _added(situation, part):
            if (part, name) not in anew:
                after = _wanted(situation, part, name)
                _create(situation, work, part, name, [situation.change((part, name), ChangeClass.CREATE, None, after)])


def made_anew(situation: Situation) -> Iterator[tuple[str, str, list[Change]]]:
    """Yield the vectors that exist and differ in what can't be changed, or are of the other kind."""
    for part in PARTS:
        for name, params in (situation.wanted.get(part) or {}).items():
            before = _shown(situation, part, name)
            if before is None:
                if _retyped(situation, _other(part), name):
                    change = situation.change((part, name), ChangeClass.REFILL, _other(part), part,
                                              reason="dense and sparse vectors share their names")  # fmt: skip
                    yield part, name, [change]
                continue
            fixed = [
                situation.change(d.path, ChangeClass.REFILL, d.before, d.after, reason="it can't be changed in place")
                for d in differences({part: {name: params}}, {part: {name: before}})
                if (row := row_for(d.path)) and row.takes is Takes.REPLACE
            ]
            fixed += _embedded_otherwise(situation, part, name, params)
            if fixed:
                yield part, name, fixed


def _embedded_otherwise(situation: Situation, part: str, name: str, params: Mapping[str, Any]) -> Iterator[Change]:
    """Yield the change of what fills a vector: no instance shows it, the last applied declaration does."""
    if _is_in_clone(situation):
        return  # whether it was made anew there already, no look tells; it is filled, and caught up with, in any case
    last = get(situation.embedded, (part, name, "embed"))
    if last and params.get("embed") and params["embed"] != last:
        yield situation.change((part, name, "embed"), ChangeClass.REFILL, last, params["embed"],
                               reason="what is in it was made in another way")  # fmt: skip


def _create(situation: Situation, work: Work, part: str, name: str, changes: list[Change]) -> None:
    """Note the call that adds a vector, and the updates for what that call can't say."""
    params = _wanted(situation, part, name)
    said = said_at_creation(params, sparse=part == "sparse_vectors")
    step = CreateVector(
        collection=situation.physical,
        address=situation.address(part, name),
        name=name,
        sparse=part == "sparse_vectors",
        params=said,
    )
    work.add(step, because=changes)
    work.steps += completions(situation, differences({part: {name: params}}, {part: {name: said}}), changes)
    _fill(situation, work, part, name, changes)


def _fill(situation: Situation, work: Work, part: str, name: str, changes: list[Change]) -> None:
    """Note the step that fills a vector, where there are points, and what fills it can be called."""
    if situation.building:
        return  # whoever makes it fills it
    embed = Embed.model_validate(said) if (said := get(situation.full, (part, name, "embed"))) else None
    points = situation.live.points if situation.live else 0
    if embed is not None and is_runnable(embed.model) and points:
        step = FillVector(
            collection=situation.physical, address=situation.address(part, name), name=name, embed=embed, points=points
        )
        work.add(step, because=changes)


def _delete(situation: Situation, part: str, name: str) -> DeleteVector:
    sparse = part == "sparse_vectors"
    address = situation.address(part, name)
    in_clone = bool(situation.building)
    return DeleteVector(collection=situation.physical, address=address, name=name, sparse=sparse, in_clone=in_clone)


def _is_in_clone(situation: Situation) -> bool:
    """Tell whether it is looked at in a clone that is there already."""
    there = situation.instance.collections.get(situation.building)
    return there is not None and there.mark is not None and there.mark.whole


def _added(situation: Situation, part: str) -> list[str]:
    return [name for name in situation.wanted.get(part) or {} if _shown(situation, part, name) is None]


def unmanaged_vectors(situation: Situation, part: str) -> list[str]:
    """Return the vectors that are there, are not declared as of either kind, and never were this project's."""
    return [name for name in situation.unmanaged(part) if not _retyped(situation, part, name)]


def _names(vectors: Mapping[str, Any]) -> Any:
    return "unnamed" if UNNAMED in vectors else sorted(vectors)


def _removed(situation: Situation, part: str) -> list[str]:
    return [name for name in situation.removed(part) if not _retyped(situation, part, name)]


def _retyped(situation: Situation, part: str, name: str) -> bool:
    """Tell whether a vector that is there is declared as one of the other kind."""
    return name in (situation.shown.get(part) or {}) and name in (situation.wanted.get(_other(part)) or {})


def _other(part: str) -> str:
    return PARTS[1 - PARTS.index(part)]


def _wanted(situation: Situation, part: str, name: str) -> Any:
    return (situation.wanted.get(part) or {}).get(name)


def _shown(situation: Situation, part: str, name: str) -> Any:
    return (situation.shown.get(part) or {}).get(name)
