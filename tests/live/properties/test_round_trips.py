from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties import laws, neighbours
from tests.properties.evolving import evolutions
from tests.properties.instances import searching
from tests.strategies.naming import namings
from tests.strategies.specs import schemas

pytestmark = pytest.mark.live

SEEDS = st.integers(0, 2**32)
NEWEST = {"tame": True, "server": (1, 19), "destroyable": True}
OLDEST = {"tame": True, "server": (1, 16), "destroyable": True}


@searching(60)
@given(schema=schemas(**NEWEST))
def test_an_instance_shows_what_was_applied(newest, schema):
    newest.wipe()
    laws.reads_back(newest, schema)


@searching(60)
@given(schemas=evolutions(), seed=SEEDS)
def test_a_schema_becomes_another_and_data_survives_changes_in_place(newest, schemas, seed):
    newest.wipe()
    laws.becomes(newest, *schemas, seed=seed)


@searching(20)
@given(schemas=evolutions())
def test_what_loses_nothing_is_taken_back(newest, schemas):
    newest.wipe()
    laws.is_taken_back(newest, *schemas)


@searching(15)
@given(schemas=evolutions(custom_sharding=False))
def test_planning_only_reads(newest, schemas):
    newest.wipe()
    laws.planning_only_reads(newest, *schemas)


@searching(20)
@given(schemas=evolutions(custom_sharding=False), seed=SEEDS)
def test_adopting_never_destroys(newest, schemas, seed):
    newest.wipe()
    laws.adopts(newest, *schemas, seed=seed)


@searching(15)
@given(before=namings(), after=namings())
def test_names_change_hands(newest, before, after):
    newest.wipe()
    laws.names_change_hands(newest, before, after)


@searching(15)
@given(one=schemas(**NEWEST, project="library"), other=schemas(**NEWEST, project="shop"))
def test_two_projects_live_side_by_side(newest, one, other):
    newest.wipe()
    neighbours.live_side_by_side(newest, one, other)


@searching(20)
@given(schema=schemas(**OLDEST))
def test_the_oldest_server_shows_what_was_applied(oldest, schema):
    oldest.wipe()
    laws.reads_back(oldest, schema)


@searching(20)
@given(schema=schemas(**NEWEST, max_collections=1, custom_sharding=False))
def test_the_oldest_server_is_never_sent_what_it_does_not_know(oldest, schema):
    oldest.wipe()
    laws.is_refused_or_reads_back(oldest, schema)


@searching(20)
@given(schemas=evolutions(server=(1, 16)), seed=SEEDS)
def test_a_schema_becomes_another_on_the_oldest_server(oldest, schemas, seed):
    oldest.wipe()
    laws.becomes(oldest, *schemas, seed=seed)
