"""What has to hold for every pair of schemas, whatever instance it is tried on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import event

from qschema.planner.paths import get
from qschema.planner.plan import Plan
from qschema.planner.steps import CopyPoints, DeleteCollection, DeleteVector
from qschema.planner.steps.passage import Passage
from qschema.schema.live import Mark
from qschema.schema.spec import CollectionSpec, Declared, Schema
from tests.planner.settings import Setting
from tests.properties.instances import Instance, is_question
from tests.properties.neighbours import make_by_hand
from tests.properties.points import fill, is_custom, snapshot
from tests.properties.reading_back import told_otherwise
from tests.strategies.naming import NAMES, Naming, specs
from tests.strategies.specs import SOMEWHERE

_AS_IT_IS = Passage()


def _says_all(now: Any, was: Any) -> bool:
    """Tell whether all that was said is still said."""
    if isinstance(was, Mapping):
        return isinstance(now, Mapping) and all(_says_all(now.get(key), value) for key, value in was.items())
    return was is None or bool(now == was)


def reads_back(instance: Instance, schema: Schema) -> None:
    """A new instance shows what was applied, and only that."""
    plan = instance.settle(schema)
    assert not plan.refused
    shown = instance.collections()
    assert shown.keys() == schema.collections.keys()
    for name, declared in schema.collections.items():
        assert told_otherwise(declared.spec.as_json(), shown[name].spec.as_json()) == []
        assert shown[name].mark == Mark(schema.project, name, 1)


def is_refused_or_reads_back(instance: Instance, schema: Schema) -> None:
    """What an older server would ignore without a word is never sent to it."""
    refused = bool(instance.plan(schema).impossible)
    event("refused" if refused else "applied")
    if not refused:
        reads_back(instance, schema)


def becomes(instance: Instance, before: Schema, after: Schema, *, seed: int) -> None:
    """One schema becomes another, and the points of what changes in place, or is copied, survive it."""
    instance.settle(before)
    filled = [name for name, one in before.collections.items() if not is_custom(one.spec)]
    for name in filled:
        fill(instance.client, name, before.collections[name].spec, seed=seed)
    was = {name: snapshot(instance.client, name) for name in filled}
    plan = instance.settle(after, granted=before.collections)
    assert instance.collections().keys() == after.collections.keys()
    copied = {step.source: step.vectors for step in plan.steps if isinstance(step, CopyPoints)}
    event("copied" if copied else "not copied")
    for name in set(filled) - _emptied(plan):
        now = snapshot(instance.client, name)
        if name in copied:  # by another distance or datatype the numbers may be others
            assert _outline(now) == _outline(was[name], copied[name])
        else:
            assert now == without(was[name], _dropped(plan, name))


def names_change_hands(instance: Instance, before: Naming, after: Naming) -> None:
    """What is a collection now may be an alias next, and the other way round, in one plan."""
    for naming in (before, after):
        collections = {name: Declared(name, spec, SOMEWHERE) for name, spec in specs(naming).items()}
        instance.settle(Schema("library", collections), granted=NAMES)
        assert instance.collections().keys() == naming[0].keys()
        names = {one.name: name for name, one in instance.collections().items()}
        leading = {one.alias_name: names[one.collection_name] for one in instance.aliases()}
        assert {alias: name for alias, name in leading.items() if alias != name} == naming[1]


def is_taken_back(instance: Instance, before: Schema, after: Schema) -> None:
    """Steps and then their inverses, in reverse order, lead back to where they began, if all of them have one."""
    instance.settle(before)
    steps = instance.plan(after).steps
    inverses = [step.inverse() for step in steps]
    if None in inverses or any(step.destructive for step in steps):
        return
    event("taken back" if steps else "nothing to take back")
    for step in (*steps, *reversed(inverses)):
        instance.carry_out(step)
    assert instance.plan(before).idle


def setting_changes(instance: Instance, setting: Setting) -> None:
    """A setting takes a new value as the plan says, and its old one again where the step promises that."""
    before, after = (
        Schema("library", {"articles": Declared("articles", CollectionSpec.model_validate(said), SOMEWHERE)})
        for said in (setting.declaration(setting.before), setting.declaration(setting.after))
    )
    instance.settle(before)
    was = instance.collections()["articles"].spec
    steps = instance.settle(after, granted=["articles"]).steps
    inverses = [step.inverse() for step in reversed(steps)]
    if None not in inverses:
        for step in inverses:
            instance.carry_out(step)
        now = instance.collections()["articles"].spec
        before_it = get(was.as_json(), setting.at)
        assert before_it is None or _says_all(now.as_json(), was.as_json())  # what was left out now says it in words
        assert instance.settle(before).empty


def planning_only_reads(instance: Instance, before: Schema, after: Schema) -> None:
    """However much there is to do, looking at it sends nothing but questions, and leaves everything as it was."""
    instance.settle(before)
    was = instance.everything()
    with instance.sending() as sent:
        instance.plan(after)
        instance.plan(after, granted=before.collections, prune=True)
        instance.plan(after, refresh_only=True)
    assert sent
    assert all(map(is_question, sent))
    assert instance.everything() == was


def adopts(instance: Instance, legacy: Schema, after: Schema, *, seed: int) -> None:
    """A collection that nobody has marked is changed in place or not at all, whatever was allowed."""
    for name, declared in legacy.collections.items():
        make_by_hand(instance, name, declared)
        if not is_custom(declared.spec):
            fill(instance.client, name, declared.spec, seed=seed)
    filled = [name for name, one in legacy.collections.items() if not is_custom(one.spec)]
    there = {name: snapshot(instance.client, name) for name in filled}
    plan = instance.plan(after, granted=legacy.collections)
    event("impossible" if plan.impossible else "adopted" if plan.adopts else "nothing to adopt")
    if not plan.impossible:
        instance.settle(after, granted=legacy.collections)
        marks = {name: live.mark for name, live in instance.collections().items()}
        assert all(marks[name] == Mark(after.project, name, 1) for name in after.collections)
    assert {name: snapshot(instance.client, name) for name in filled} == there


def _emptied(plan: Plan) -> set[str]:
    return {step.collection for step in plan.steps if isinstance(step, DeleteCollection)}


def _dropped(plan: Plan, name: str) -> set[str]:
    return {step.name for step in plan.steps if isinstance(step, DeleteVector) and step.collection == name}


def _outline(points: dict, passage: Passage = _AS_IT_IS) -> dict:
    """Return payloads and names of vectors, these as they are after a copy."""
    names = {old: new for new, old in passage.renamed.items()}
    gone = {*passage.dropped, *passage.refilled}
    return {
        number: (payload, {names.get(name, name) for name in vectors if name not in gone})
        for number, (payload, vectors) in points.items()
    }


def without(points: dict, dropped: set[str]) -> dict:
    """Leave vectors out of points."""
    return {
        number: (payload, {name: vector for name, vector in vectors.items() if name not in dropped})
        for number, (payload, vectors) in points.items()
    }
