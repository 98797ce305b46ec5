"""Whether another collection can take a collection's place, and what becomes of its vectors then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from qschema.planner.paths import get
from qschema.planner.shape import PARTS, UNNAMED
from qschema.planner.situation import Situation
from qschema.planner.steps.passage import Passage
from qschema.schema.embedding import is_runnable


class NoCopy(NamedTuple):
    """Why no copy can take a collection's place.

    Attributes:
        why: What is in the way.
        instead: What to do so that one can; empty if nothing helps.
    """

    why: str
    instead: str = ""


def in_the_way(situation: Situation, spec: Mapping[str, Any]) -> NoCopy | None:
    """Say why no copy can take the collection's place; None if one can.

    Args:
        situation: The collection.
        spec: What the copy is made from, vectors by name.
    """
    if found := _keys_in_the_way(situation, spec):
        return found
    _, unfilled = passage_of(situation, spec)
    if not unfilled:
        return None
    names = ", ".join(repr(one) if one else "the vector" for one in unfilled)
    return NoCopy(
        f"the numbers of {names} can't be taken over, and nothing that can be called here fills it",
        "declare `embed` with a `module:function`, or with `qdrant/bm25`",
    )


def _keys_in_the_way(situation: Situation, spec: Mapping[str, Any]) -> NoCopy | None:
    """Say why points can't keep their shard keys in a copy, or have none."""
    now, then = (str(one.get("sharding_method") or "auto") for one in (situation.shown, spec))
    if then != now == "auto":
        return NoCopy("nothing says which shard key each point would get in a copy")
    if then != now:
        return NoCopy("an id may stand under several shard keys, and a copy without them has room for one")
    if gone := situation.removed("shard_keys"):
        names = ", ".join(gone)
        return NoCopy(
            "the copy would lack the points under it", f"first apply without shard_keys {names}, then this change"
        )
    return None


def passage_of(situation: Situation, spec: Mapping[str, Any]) -> tuple[Passage, list[str]]:
    """Tell what becomes of each vector in a copy, and which can't be taken over and have nothing that fills them.

    Args:
        situation: The collection.
        spec: What the copy is made from, vectors by name.
    """
    there = {name: (part, params) for part in PARTS for name, params in (situation.shown.get(part) or {}).items()}
    wanted = {name: (part, params) for part in PARTS for name, params in (spec.get(part) or {}).items()}
    refilled: dict[str, Any] = {}
    renamed: dict[str, str] = {}
    unfilled: list[str] = []
    is_renamed = bool(there) and (UNNAMED in there) != (UNNAMED in wanted)
    for name, (part, params) in wanted.items():
        old = _predecessor(name, part, there, wanted)
        if old is not None and _fits(params, there[old][1], get(situation.embedded, (part, old, "embed"))):
            renamed |= {name: old} if old != name else {}
        elif "embed" in params and is_runnable(params["embed"]["model"]):
            refilled[name] = params["embed"]
        elif old is not None or name in there or is_renamed:
            unfilled.append(name)
    kept = {renamed.get(name, name) for name in wanted}
    dropped = tuple(name for name in there if name not in kept)
    return Passage(refilled=refilled, renamed=renamed, dropped=dropped), unfilled


def _predecessor(name: str, part: str, there: Mapping[str, Any], wanted: Mapping[str, Any]) -> str | None:
    """Return the vector of the old collection that becomes this one: of the same name, or the only one of its kind."""
    if name in there:
        return name if there[name][0] == part else None
    if part == "vectors" and (UNNAMED in there) != (UNNAMED in wanted):
        old, new = ([one for one, (of, _) in vectors.items() if of == part] for vectors in (there, wanted))
        return old[0] if len(old) == len(new) == 1 else None
    return None


def _fits(params: Mapping[str, Any], shown: Mapping[str, Any], embedded: Any) -> bool:
    """Tell whether the numbers of a vector can be taken over as they are."""
    if params.get("size") != shown.get("size"):
        return False
    if ("multivector_config" in params) != ("multivector_config" in shown):
        return False
    return not embedded or params.get("embed") in (None, embedded)
