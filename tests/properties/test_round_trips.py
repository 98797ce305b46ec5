from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qschema.client import QdrantClient
from tests.properties import laws
from tests.properties.evolving import evolutions
from tests.properties.instances import Instance, searching
from tests.strategies.naming import namings
from tests.strategies.specs import schemas

SEEDS = st.integers(0, 2**32)


@searching(18)
@given(schemas(tame=True, server=(1, 19), destroyable=True))
def test_an_instance_shows_what_was_applied(schema):
    with QdrantClient(":memory:") as client:
        laws.reads_back(Instance(client), schema)


@searching(24)
@given(evolutions(), SEEDS)
def test_a_schema_becomes_another_and_data_survives_changes_in_place(schemas, seed):
    with QdrantClient(":memory:") as client:
        laws.becomes(Instance(client), *schemas, seed=seed)


@searching(12)
@given(evolutions())
def test_what_loses_nothing_is_taken_back(schemas):
    with QdrantClient(":memory:") as client:
        laws.is_taken_back(Instance(client), *schemas)


@searching(12)
@given(evolutions(custom_sharding=False))
def test_planning_only_reads(schemas):
    with QdrantClient(":memory:") as client:
        laws.planning_only_reads(Instance(client), *schemas)


@searching(12)
@given(evolutions(custom_sharding=False), SEEDS)
def test_adopting_never_destroys(schemas, seed):
    with QdrantClient(":memory:") as client:
        laws.adopts(Instance(client), *schemas, seed=seed)


@searching(12)
@given(namings(), namings())
def test_names_change_hands(before, after):
    with QdrantClient(":memory:") as client:
        laws.names_change_hands(Instance(client), before, after)
