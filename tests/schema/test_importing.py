from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qschema.client import QdrantClient, models, requests
from qschema.client.models.enums import unknown_words
from qschema.planner.planner import make_plan
from qschema.schema.dump import dump
from qschema.schema.importing import DEFAULTS, importable
from qschema.schema.inspect import inspect
from qschema.schema.live import LiveCollection, LiveInstance, Mark
from qschema.schema.python.writing import python_of
from qschema.schema.spec import CollectionSpec, Schema
from tests.schema.conftest import PROJECT
from tests.strategies import words
from tests.strategies.bodies import creations
from tests.strategies.specs import schemas

NUMBERS = count()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(schemas(tame=True, server=(1, 19)))
def test_after_an_import_the_next_plan_only_adopts(shared_files, schema):
    with QdrantClient(":memory:") as client:
        for step in make_plan(schema, inspect(client), {}).steps:
            for request in step.requests():
                client.send(request)
        live = inspect(client, schema.collections)
    imported = importable(live, project="library")
    assert not imported.left
    declared = shared_files.loaded(dump(imported.specs))
    assert set(declared.collections) == set(schema.collections)
    plan = make_plan(declared, live, {})
    assert plan.empty
    assert not plan.steps
    assert set(importable(live, project="other").left) == set(live.collections)

    unmarked = replace(live, collections={name: replace(one, mark=None) for name, one in live.collections.items()})
    assert importable(unmarked).specs == imported.specs
    plan = make_plan(Schema("other", declared.collections), unmarked, {})
    assert plan.empty
    assert set(plan.adopts) == set(live.collections)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    st.dictionaries(words.collection_names(), creations(), max_size=3),
    st.dictionaries(words.field_paths(), st.sampled_from(["keyword", "integer", "text", "geo", "uuid"]), max_size=3),
    st.booleans(),
)
def test_whatever_somebody_made_by_hand_is_imported_in_both_formats(shared_files, bodies, indexes, twice):
    with QdrantClient(":memory:") as client:
        for name, body in bodies.items():
            client.send(requests.CreateCollection(name, models.CreateCollection.model_validate(body)))
            for path, kind in indexes.items():
                client.create_payload_index(name, path, kind)
            for alias in ("to-one", "to-two") if twice else ():
                create = models.CreateAlias(collection_name=name, alias_name=alias)
                client.update_collection_aliases([models.CreateAliasOperation(create_alias=create)])
        live = inspect(client)
    imported = importable(live, project="library")
    assert not imported.left
    module = f"imported_{next(NUMBERS)}"
    shared_files.write(f"{module}.py", python_of(imported.specs))
    shared_files.write("qschema.yaml", f"project: library\nschemas: [{module}]\n")
    in_python = shared_files.load()
    shared_files.write("qschema.yaml", PROJECT)
    in_yaml = shared_files.loaded(dump(imported.specs))
    for declared in (in_python, in_yaml):
        plan = make_plan(declared, live, {})
        assert plan.empty
        assert not plan.impossible
        assert not plan.unmanaged
        assert set(plan.adopts) == set(bodies)


def test_two_hundred_collections(shared_files):
    vectors = {"text": models.VectorParams(size=8, distance=models.Distance.COSINE)}
    with QdrantClient(":memory:") as client:
        client.create_collection("articles-0", vectors)
        one = inspect(client)
    many = (replace(one.collections["articles-0"], name=f"articles-{number}") for number in range(200))
    live = replace(one, collections={each.name: each for each in many})
    declared = shared_files.loaded(dump(importable(live, project="library").specs))
    plan = make_plan(declared, live, {})
    assert plan.empty
    assert len(plan.adopts) == 200


def instance(*collections: LiveCollection, **aliases: str) -> LiveInstance:
    return LiveInstance("1.19.0", {one.name: one for one in collections}, aliases)


def live(name: str, said: dict | None = None, mark: Mark | None = None) -> LiveCollection:
    return LiveCollection(name, CollectionSpec.model_validate(said or {}), mark)


def test_defaults_are_left_out_and_all_else_stays():
    said = {**DEFAULTS, "shard_number": 1, "hnsw_config": {**DEFAULTS["hnsw_config"], "m": 24}}
    imported = importable(instance(live("articles", said)))
    assert imported.specs["articles"].as_json() == {"shard_number": 1, "hnsw_config": {"m": 24}}


def test_what_a_declaration_cannot_hold_is_left_out():
    said = {
        "vectors": {"text": {"size": 4, "distance": "Dot", "on_disk": True, "memory": "cached"}},
        "on_disk_payload": False,
        "payload": {"memory": "cold"},
        "quantization_config": {"binary": {"always_ram": True, "memory": "cached"}},
        "metadata": {"team": "search", "gone": None},
        "aliases": ["docs", "books", "a/b", ""],
    }
    imported = importable(instance(live("articles", said), live("books")))
    assert imported.specs["articles"].as_json() == {
        "vectors": {"text": {"size": 4, "distance": "Dot", "memory": "cached"}},
        "payload": {"memory": "cold"},
        "quantization_config": {"binary": {"memory": "cached"}},
        "metadata": {"team": "search"},
        "aliases": ["docs"],
    }


def test_what_only_a_newer_version_knows_is_left():
    with unknown_words():
        newer = live("articles", {"vectors": {"size": 4, "distance": "Hamming"}})
    imported = importable(instance(newer, live("books")))
    assert set(imported.specs) == {"books"}
    assert imported.left == {"articles": "this version doesn't know Hamming"}


def test_what_an_alias_hides_is_left():
    there = replace(instance(live("free"), docs="free"), shadowed=("docs",))
    assert importable(there).left == {"docs": "an alias of the same name hides it"}
    assert not importable(there, names=["free"]).left


def test_whose_collections_are_taken():
    there = instance(
        live("free"), live("mine", mark=Mark("library", "mine", 1)), live("yours", mark=Mark("shop", "yours", 1))
    )
    imported = importable(there, project="library")
    assert set(imported.specs) == {"free", "mine"}
    assert imported.left == {"yours": "the project 'shop' owns it"}
    assert set(importable(there).specs) == {"free"}
    assert set(importable(there, project="library", declared={"mine"}).specs) == {"free"}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("docs", "it is an alias of free"),
        ("nothing", "there is no such collection"),
        ("mine", "it is declared already"),
        ("yours", "the project 'shop' owns it"),
    ],
)
def test_a_name_that_is_asked_for_and_not_taken_is_told(name, why):
    there = instance(
        live("free"),
        live("mine", mark=Mark("library", "mine", 1)),
        live("yours", mark=Mark("shop", "yours", 1)),
        docs="free",
    )
    imported = importable(there, project="library", declared={"mine"}, names=[name, "free"])
    assert set(imported.specs) == {"free"}
    assert imported.left == {name: why}


def test_of_several_generations_the_one_that_serves_is_taken():
    first = live("articles__g2", {"shard_number": 1}, Mark("library", "articles", 2))
    second = live("articles__g3", {"shard_number": 2}, Mark("library", "articles", 3))
    imported = importable(instance(first, second, articles="articles__g3"), project="library", names=["articles"])
    assert imported.specs["articles"].shard_number == 2
    assert not imported.left
