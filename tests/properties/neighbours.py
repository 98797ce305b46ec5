"""What has to hold for everything on an instance that is not a project's own."""

from __future__ import annotations

from typing import Any

from qschema.client import models, requests
from qschema.planner.plan import Plan
from qschema.planner.shape import create_body
from qschema.schema.live import LiveCollection
from qschema.schema.spec import Declared, Schema
from tests.properties.instances import Instance


def live_side_by_side(instance: Instance, one: Schema, other: Schema) -> None:
    """Whatever a project does, another one's collections stay as they are and nobody plans anything against them."""
    instance.settle(one)
    theirs = instance.collections()
    plan = instance.plan(other)
    assert {change.address for change in plan.impossible} >= set(one.collections) & set(other.collections)
    assert touched(plan).isdisjoint(theirs)
    rest = apart(other, one)
    instance.settle(rest)
    assert_same(instance, theirs)
    assert instance.plan(one).idle
    ours = {name: live for name, live in instance.collections().items() if name not in theirs}
    assert ours.keys() == rest.collections.keys()
    instance.settle(Schema(one.project, {}), granted=one.collections)
    assert instance.collections() == ours
    assert instance.plan(rest).idle


def leaves_alone(instance: Instance, legacy: Schema, before: Schema, after: Schema) -> None:
    """Collections and aliases that nobody has declared or marked stay as they are."""
    for name, declared in legacy.collections.items():
        make_by_hand(instance, name, declared)
    there = instance.collections()
    for schema in (apart(before, legacy), apart(after, legacy), Schema(before.project, {})):
        plan = instance.settle(schema, granted=before.collections | after.collections)
        assert touched(plan).isdisjoint(there)
        assert set(plan.unmanaged) >= there.keys()
        assert_same(instance, there)


def make_by_hand(instance: Instance, name: str, declared: Declared) -> None:
    """Create a collection as somebody without qschema would."""
    spec = declared.spec.as_json()
    body = models.CreateCollection.model_validate(create_body(spec))
    instance.client.send(requests.CreateCollection(collection_name=name, body=body))
    for field, params in (declared.spec.payload_indexes or {}).items():
        instance.client.create_payload_index(name, field, params, wait=True)
    for alias in spec.get("aliases") or ():
        create = models.CreateAlias(collection_name=name, alias_name=alias)
        instance.client.update_collection_aliases([models.CreateAliasOperation(create_alias=create)])


def apart(schema: Schema, other: Schema) -> Schema:
    """Return a schema without the names of collections and aliases that another one has."""
    collections: dict[str, Declared] = {}
    for name, declared in schema.collections.items():
        if name not in other.collections:
            aliases = [alias for alias in declared.spec.aliases or () if alias not in other.aliases]
            spec = declared.spec.model_copy(update={"aliases": aliases})
            spec.__dict__.pop("_json", None)  # what it remembers of itself
            collections[name] = Declared(name, spec, declared.source)
    return Schema(schema.project, collections)


def touched(plan: Plan) -> set[str]:
    """Return the physical names of all collections that a plan does something to."""
    return {step.collection for step in plan.steps} | {
        before for step in plan.steps if (before := getattr(step, "before", None)) and isinstance(before, str)
    }


def assert_same(instance: Instance, there: dict[str, LiveCollection]) -> None:
    """Make sure that collections are what they were, with their marks, points and aliases."""
    now: dict[str, Any] = instance.collections()
    assert {name: now.get(name) for name in there} == there
