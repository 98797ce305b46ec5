"""The steps that take shares of readers away which have lost their meaning, or lose it by what a plan does."""

from __future__ import annotations

from collections.abc import Iterator

from qschema.planner.change import Change, ChangeClass
from qschema.planner.names import by_declared_name
from qschema.planner.plan import Plan, covered
from qschema.planner.stages import Stage, stages_in
from qschema.planner.steps import DeleteAlias, GiveWay, SetAlias, ShadowCollection
from qschema.schema.live import LiveInstance


def unstage(stage: Stage) -> DeleteAlias:
    """Return the step that takes a share away."""
    return DeleteAlias(collection=stage.collection, address=stage_address(stage), alias=stage.alias)


def stage_address(stage: Stage) -> str:
    """Return the address of a step that is about a share."""
    return f"{stage.name}/stage/{stage.share}"


def with_unstaging(plan: Plan, instance: LiveInstance) -> Plan:
    """Return a plan that also takes away shares of the readers: what is left over first, and last what it overtakes.

    Args:
        plan: The plan.
        instance: What the instance shows.
    """
    first, last = [*_leftovers(plan, instance)], [*_overtaken(plan, instance)]
    changes = [change for step in (*first, *last) for change in step.causes]
    return plan.model_copy(
        update={"steps": (*first, *plan.steps, *last), "changes": (*plan.changes, *changes)},
    )


def _leftovers(plan: Plan, instance: LiveInstance) -> Iterator[DeleteAlias]:
    """Yield the steps that take away what leads to no newer generation than the one that serves."""
    owned = by_declared_name(plan.project, instance)
    for stage in stages_in(instance.reserved, owned):
        marks = [one and one.mark for one in (instance.collections.get(stage.collection), owned[stage.name])]
        there, serving = (mark.generation if mark else 0 for mark in marks)
        if there <= serving and (not plan.only or covered(stage.name, plan.only)):
            yield _needless(stage)


def _overtaken(plan: Plan, instance: LiveInstance) -> Iterator[DeleteAlias]:
    """Yield the steps that take away what the plan's switch makes needless: then everybody reads from there."""
    switches = {(one.alias, one.collection) for one in plan.steps if isinstance(one, SetAlias | ShadowCollection)}
    switches |= {(one.alias, one.successor) for one in plan.steps if isinstance(one, GiveWay)}
    for stage in stages_in(instance.reserved, {name for name, _ in switches}):
        if (stage.name, stage.collection) in switches:
            yield _needless(stage)


def _needless(stage: Stage) -> DeleteAlias:
    change = Change(
        address=stage_address(stage), kind=ChangeClass.DESTROY, before=stage.share, reason="everybody is switched over"
    )
    return unstage(stage).model_copy(update={"causes": (change,)})
