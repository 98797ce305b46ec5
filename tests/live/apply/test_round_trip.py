from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings

from qschema.apply.planning import plan_for
from qschema.apply.run import apply_plan
from qschema.client import QdrantClient
from tests.live.apply.conftest import wipe
from tests.strategies.specs import schemas

pytestmark = pytest.mark.live

quiet = settings(suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def round_trip(request, start_server) -> Callable[..., None]:
    """Return what applies one declaration after the other to an empty instance of the module's version."""

    def check(url: str, *chosen) -> None:
        with QdrantClient(url) as client:
            wipe(client)
            granted = tuple(name for schema in chosen for name in schema.collections)
            for schema in chosen:
                apply_plan(client, plan_for(client, schema, place=url, granted=granted), place=url)
                plan = plan_for(client, schema, place=url)
                assert plan.idle, plan

    return check


@pytest.fixture(scope="module")
def new_url(start_server) -> str:
    return start_server()


@pytest.fixture(scope="module")
def old_url(start_server) -> str:
    return start_server("--version", "1.16.3")


@settings(quiet, max_examples=60)
@given(*[schemas(tame=True, server=(1, 19), destroyable=True)] * 2)
def test_after_an_apply_there_is_nothing_to_do(round_trip, new_url, first, second):
    round_trip(new_url, first, second)


@settings(quiet, max_examples=20)
@given(*[schemas(tame=True, server=(1, 16), destroyable=True)] * 2)
def test_the_same_on_the_oldest_server(round_trip, old_url, first, second):
    round_trip(old_url, first, second)
