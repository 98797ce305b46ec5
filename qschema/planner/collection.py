"""One declared collection: the changes between declaration and instance, and the steps that carry them out."""

from __future__ import annotations

from qschema.planner.change import ChangeClass
from qschema.planner.creating import create_all, drop_aliases, set_alias
from qschema.planner.in_place import change_in_place
from qschema.planner.obstacles import obstacles
from qschema.planner.replacing import guard, guard_names, refilled_beside, replace, unchangeable
from qschema.planner.situation import Situation, Work
from qschema.planner.steps import AdoptCollection, RenameCollection
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
    fixed, refilled = [*unchangeable(situation)], [*refilled_beside(situation)]
    if fixed or refilled:
        replace(situation, work, fixed, refilled)
    else:
        _update(situation, work)
    guard(situation, work)
    guard_names(work)
    return work


def _update(situation: Situation, work: Work) -> None:
    """Note the steps that change the collection as it stands."""
    _rename(situation, work)
    change_in_place(situation, work)
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


def _aliases(situation: Situation, work: Work) -> None:
    for alias in situation.wanted.get("aliases") or ():
        before = situation.instance.aliases.get(alias)
        if before != situation.physical:
            set_alias(situation, work, alias, before=before)
    drop_aliases(situation, work)
    work.unmanaged += [situation.address("aliases", alias) for alias in situation.unmanaged("aliases")]
