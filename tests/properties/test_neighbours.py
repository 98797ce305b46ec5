from __future__ import annotations

from hypothesis import given

from qschema.client import QdrantClient
from tests.properties import neighbours
from tests.properties.evolving import evolutions
from tests.properties.instances import Instance, searching
from tests.strategies.specs import schemas

TAME = {"tame": True, "server": (1, 19), "destroyable": True}


@searching(15)
@given(schemas(**TAME, project="library"), schemas(**TAME, project="shop"))
def test_two_projects_live_side_by_side(one, other):
    with QdrantClient(":memory:") as client:
        neighbours.live_side_by_side(Instance(client), one, other)


@searching(15)
@given(schemas(**TAME, max_collections=2), evolutions())
def test_what_nobody_declared_or_marked_is_left_alone(legacy, schemas):
    with QdrantClient(":memory:") as client:
        neighbours.leaves_alone(Instance(client), legacy, *schemas)
