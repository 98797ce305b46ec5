"""Inspection of real servers: of the newest and the oldest that are supported, and with keys that see only a part."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from qschema.client import QdrantClient, models
from qschema.planner.planner import make_plan
from qschema.schema.concurrently import mapped
from qschema.schema.errors import NotVisibleError
from qschema.schema.importing import importable
from qschema.schema.inspect import inspect
from qschema.schema.spec import Declared, Schema
from tests.live.tokens import KEY, token
from tests.strategies.specs import SOMEWHERE, schemas

pytestmark = pytest.mark.live

MANY = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.fixture(scope="module")
def guarded_url(start_server) -> str:
    return start_server("--api-key", KEY, "QDRANT__SERVICE__JWT_RBAC=true")


def test_a_key_for_one_collection_does_not_hide_the_others(guarded_url):
    with QdrantClient(guarded_url, api_key=KEY) as client:
        client.create_collection("mine", {})
        client.create_collection("hidden", {})
        create = models.CreateAlias(collection_name="hidden", alias_name="veiled")
        client.update_collection_aliases([models.CreateAliasOperation(create_alias=create)])
    with QdrantClient(guarded_url, api_key=token([{"collection": "mine", "access": "r"}])) as scoped:
        live = inspect(scoped, ["mine"])
        assert list(live.collections) == ["mine"]
        assert not live.aliases
        for unseen in ("hidden", "veiled", "nowhere"):
            with pytest.raises(NotVisibleError, match=f"{unseen} is not visible to this key"):
                inspect(scoped, ["mine", unseen])
    with QdrantClient(guarded_url, api_key=token("r")) as reader:
        assert set(inspect(reader, ["mine", "nowhere"]).collections) == {"hidden", "mine"}


@pytest.fixture(scope="module", params=["1.19.0", "1.16.3"])
def server(request, start_server) -> tuple[QdrantClient, tuple[int, int]]:
    version: str = request.param
    major, minor, _ = version.split(".")
    with QdrantClient(start_server("--version", version)) as client:
        yield client, (int(major), int(minor))


def empty(client: QdrantClient) -> None:
    for one in client.get_collections().collections:
        client.delete_collection(one.name)


@pytest.mark.parametrize("newest", [(1, 19), (1, 16)])
def test_what_is_carried_out_is_seen_as_it_was_declared(server, newest):
    client, version = server
    if newest > version:
        newest = version

    @MANY
    @given(schemas(tame=True, server=newest))
    def seen(schema: Schema) -> None:
        empty(client)
        plan = make_plan(schema, inspect(client), {})
        for step in plan.steps:
            for request in step.requests():
                client.send(request)
        live = inspect(client, [*schema.collections, *schema.aliases])
        assert set(live.collections) == set(schema.collections)
        assert set(live.aliases) == schema.aliases
        assert make_plan(schema, live, plan.records).idle

    seen()


def test_two_hundred_collections_are_read_at_once_and_imported(start_server):
    with QdrantClient(start_server()) as client:
        mapped(client, lambda n: client.create_collection(f"articles-{n}", {}, metadata={"number": n}), range(200))
        live = inspect(client, ["articles-7", "nothing"])
        assert list(live.collections) == sorted(f"articles-{number}" for number in range(200))
        for name, one in live.collections.items():
            assert one.spec.metadata == {"number": int(name.partition("-")[2])}
        specs = importable(live, project="library").specs
        declared = Schema("library", {name: Declared(name, spec, SOMEWHERE) for name, spec in specs.items()})
        plan = make_plan(declared, live, {})
        assert plan.empty
        assert len(plan.adopts) == 200
