"""Names pass from one thing to another: whatever the order of a plan is, no step finds its name taken."""

from __future__ import annotations

from hypothesis import given

from qschema.planner.names import generation_name
from qschema.planner.planner import make_plan
from qschema.schema.lifecycle import Lifecycle, ReplaceStrategy
from qschema.schema.live import LiveCollection, LiveInstance, Mark
from qschema.schema.source import Source
from qschema.schema.spec import Declared, Schema
from tests.strategies.naming import NAMES, namings, specs


def run(steps, collections, aliases):
    """Carry steps out on names alone, by the server's rules (measured on 1.16.3 and 1.19.0)."""
    for step in steps:
        if step.kind == "create_collection":
            assert step.collection not in collections | aliases.keys()
            collections.add(step.collection)
        elif step.kind == "delete_collection":
            assert step.collection in collections
            collections.remove(step.collection)
            for alias in [alias for alias, target in aliases.items() if target == step.collection]:
                del aliases[alias]
        elif step.kind == "set_alias":
            assert step.collection in collections
            assert step.alias not in collections
            aliases[step.alias] = step.collection
        elif step.kind == "shadow_collection":
            assert step.collection in collections
            aliases[step.alias] = step.collection
        elif step.kind == "delete_alias":
            assert aliases.pop(step.alias) == step.collection
        else:
            assert step.collection in collections


def changed(before, after, lifecycle):
    """Return what collections and aliases there are after a plan between two namings."""
    old, new = specs(before), specs(after)
    new = {name: spec.model_copy(update={"lifecycle": lifecycle}) for name, spec in new.items()}
    schema = Schema("p", {name: Declared(name, spec, Source("s", 1, 1)) for name, spec in new.items()})
    live = {name: LiveCollection(name, spec, Mark("p", name, 1)) for name, spec in old.items()}
    applied = {name: spec.as_json() for name, spec in old.items()}
    plan = make_plan(schema, LiveInstance("1.19.0", live, before[1]), applied, granted=NAMES)
    assert not plan.impossible
    collections, aliases = set(before[0]), dict(before[1])
    run(plan.steps, collections, aliases)
    return collections, aliases


@given(namings(), namings())
def test_names_change_hands_in_one_plan(before, after):
    collections, aliases = changed(before, after, Lifecycle(replace=ReplaceStrategy.DELETE_AND_CREATE))
    assert collections == set(after[0])
    assert aliases == after[1]


@given(namings(), namings())
def test_names_change_hands_where_copies_take_the_place_of_collections(before, after):
    collections, aliases = changed(before, after, None)
    copied = {name for name, shards in after[0].items() if before[0].get(name, shards) != shards}
    serving = {name: generation_name(name, 2) if name in copied else name for name in after[0]}
    assert collections == set(after[0]) | set(serving.values())
    assert {name: aliases.get(name, name) for name in after[0]} == serving
    assert {name: to for name, to in aliases.items() if name not in copied} == {
        alias: serving[name] for alias, name in after[1].items()
    }


def mark(planning, physical, *, collection, generation):
    there = planning.collections[physical]
    marked = LiveCollection(physical, there.spec, Mark("library", collection, generation))
    planning.collections[physical] = marked


def test_of_several_generations_the_one_that_serves_is_looked_at(planning, steps):
    for physical, generation in (("articles", 1), ("articles__g2", 2), ("articles__g3", 3)):
        planning.has(physical, {"vectors": {}, "replication_factor": generation})
        mark(planning, physical, collection="articles", generation=generation)
    declared = {"articles": {"vectors": {}, "replication_factor": 7}}
    assert planning.plan(declared).steps[0].collection == "articles"
    planning.aliases["articles"] = "articles__g2"
    assert planning.plan(declared).steps[0].collection == "articles__g2"
    del planning.collections["articles"], planning.aliases["articles"]
    assert planning.plan(declared).steps[0].collection == "articles__g3"


def test_the_declared_name_of_a_later_generation_is_no_member_and_is_kept_when_it_is_replaced(planning, steps):
    planning.has("articles__g2", {"vectors": {}, "shard_number": 1, "aliases": ["articles"]})
    mark(planning, "articles__g2", collection="articles", generation=2)
    planning.had_applied("articles", {"vectors": {}, "shard_number": 1})
    plan = planning.plan({"articles": {"vectors": {}, "shard_number": 1}})
    assert plan.idle
    assert not plan.unmanaged
    plan = planning.plan({"articles": {"vectors": {}, "shard_number": 2}}, granted=("articles",))
    assert [step.kind for step in plan.steps] == ["create_collection", "copy_points", "verify_copy", "set_alias"]
    assert (plan.steps[-1].alias, plan.steps[-1].collection) == ("articles", "articles__g3")
    anew = {"vectors": {}, "shard_number": 2, "lifecycle": {"replace": "delete_and_create"}}
    plan = planning.plan({"articles": anew}, granted=("articles",))
    assert [step.kind for step in plan.steps] == ["delete_collection", "create_collection", "set_alias"]
    assert (plan.steps[-1].alias, plan.steps[-1].collection) == ("articles", "articles__g2")


def test_a_collection_that_serves_another_declared_name_is_not_taken_over(planning):
    planning.has("articles__g2", {"vectors": {}})
    mark(planning, "articles__g2", collection="articles", generation=2)
    plan = planning.plan({"articles__g2": {"vectors": {}}, "articles": {"vectors": {}}})
    assert [change.address for change in plan.impossible] == ["articles__g2"]
    assert "'articles'" in plan.impossible[0].reason


def test_an_alias_is_not_declared_away_from_a_collection_that_nobody_knows(planning, steps):
    planning.aliases["docs"] = "hidden"
    plan = planning.plan({"articles": {"vectors": {}, "aliases": ["docs"]}})
    assert steps(plan)[-1] == ("set_alias", "articles/aliases/docs")
    assert plan.steps[-1].before == "hidden"
