"""What makes a declaration impossible on an instance, whatever else differs."""

from __future__ import annotations

from collections.abc import Iterator

from qschema.client.gates import too_new
from qschema.planner.change import Change, ChangeClass
from qschema.planner.situation import Situation
from qschema.schema.spec import WIRE_MODELS


def obstacles(situation: Situation) -> Iterator[Change]:
    """Yield what makes the declaration impossible on this instance, whatever the differences are."""

    def impossible(path: tuple[str, ...], reason: str) -> Change:
        return situation.change(path, ChangeClass.IMPOSSIBLE, reason=reason)

    name = situation.declared.name
    target = situation.instance.aliases.get(name)
    if situation.live is None and target and name not in situation.vanishing:
        yield impossible((), f"the name is an alias of {target!r}; delete that alias, or declare another name")
    if situation.former and name != situation.physical and name in situation.instance.collections:
        yield impossible((), f"a collection {name!r} is there already, so what was {situation.former!r} can't be")
    elif situation.former and target not in (None, situation.physical) and name not in situation.vanishing:
        yield impossible((), f"the name is an alias of {target!r}, so what was {situation.former!r} can't become it")
    mark = situation.live.mark if situation.live else None
    if mark and mark.project != situation.project:
        yield impossible((), f"the project {mark.project!r} owns this collection")
    elif mark and mark.collection not in (name, situation.former):
        yield impossible((), f"this collection serves what is declared as {mark.collection!r}")
    oldest = ".".join(map(str, situation.server))
    which = "the server" if situation.instance.lowest == situation.instance.version else "a peer of the cluster"
    for gated in too_new(situation.declared.spec, situation.server, standing_for=WIRE_MODELS):
        first = ".".join(map(str, gated.first))
        yield impossible(gated.path, f"it came with Qdrant {first}, and {which} is {oldest}")
    for alias in situation.full.get("aliases") or ():
        if alias in situation.instance.collections and alias not in situation.dying:
            yield impossible(("aliases", alias), f"a collection is named {alias!r}")
        elif owner := _foreign_owner(situation, situation.instance.aliases.get(alias)):
            yield impossible(("aliases", alias), f"it points to a collection of the project {owner!r}")


def _foreign_owner(situation: Situation, target: str | None) -> str | None:
    """Return the other project that owns an alias's target, if one does."""
    there = situation.instance.collections.get(target) if target else None
    return there.mark.project if there and there.mark and there.mark.project != situation.project else None
