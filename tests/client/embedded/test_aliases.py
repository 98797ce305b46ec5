from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from qschema.client import QdrantClient, models
from qschema.client.errors import AlreadyExists, NotFound, UnexpectedResponse

COLLECTIONS = ("a", "b")
OPERATION = TypeAdapter(models.AliasOperations)
names = st.sampled_from([*COLLECTIONS, "x", "y", "z"])
actions = st.one_of(
    st.builds(lambda a, c: {"create_alias": {"alias_name": a, "collection_name": c}}, names, names),
    st.builds(lambda a: {"delete_alias": {"alias_name": a}}, names),
    st.builds(lambda a, b: {"rename_alias": {"old_alias_name": a, "new_alias_name": b}}, names, names),
)


def change(client: QdrantClient, *batch: dict[str, Any]) -> bool:
    return client.update_collection_aliases([OPERATION.validate_python(action) for action in batch])


def expected(aliases: dict[str, str], batch: list[dict[str, Any]]) -> type[UnexpectedResponse] | None:
    """Change aliases as a server would; return the error of the action that fails."""
    for action in batch:
        ((kind, said),) = action.items()
        if kind == "create_alias":
            if said["collection_name"] not in COLLECTIONS:
                return NotFound
            if said["alias_name"] in COLLECTIONS:
                return AlreadyExists
            aliases[said["alias_name"]] = said["collection_name"]
        elif kind == "delete_alias":
            aliases.pop(said["alias_name"], None)
        elif said["old_alias_name"] not in aliases:
            return NotFound
        else:
            aliases[said["new_alias_name"]] = aliases.pop(said["old_alias_name"])
    return None


@settings(max_examples=60)
@given(st.lists(st.lists(actions, max_size=4), max_size=4))
def test_batches_are_carried_out_action_by_action(shared_client, batches):
    client = shared_client
    change(client, *({"delete_alias": {"alias_name": one.alias_name}} for one in client.get_aliases().aliases))
    aliases: dict[str, str] = {}
    for batch in batches:
        error = expected(aliases, batch)
        if error is None:
            assert change(client, *batch)
        else:
            with pytest.raises(error):
                change(client, *batch)
        assert {one.alias_name: one.collection_name for one in client.get_aliases().aliases} == aliases
        for name in COLLECTIONS:
            found = {one.alias_name for one in client.get_collection_aliases(name).aliases}
            assert found == {alias for alias, target in aliases.items() if target == name}


@pytest.fixture(scope="module")
def shared_client():
    with QdrantClient(":memory:") as client:
        for name in COLLECTIONS:
            client.create_collection(name, models.VectorParams(size=2, distance=models.Distance.DOT))
        yield client


def test_an_alias_stands_for_its_collection_everywhere_but_at_deletion(client):
    client.create_collection("a", models.VectorParams(size=2, distance=models.Distance.DOT))
    change(client, {"create_alias": {"alias_name": "x", "collection_name": "a"}})
    client.upsert("x", [models.PointStruct(id=1, vector=[1, 2])])
    client.create_payload_index("x", "k", models.PayloadSchemaType.KEYWORD)
    client.update_collection("x", hnsw_config=models.HnswConfigDiff(m=5))
    assert client.get_collection("x") == client.get_collection("a")
    assert client.get_collection("a").config.hnsw_config.m == 5
    assert client.count("x").count == 1
    assert client.collection_exists("x")
    assert client.get_collection_aliases("x").aliases == []
    assert client.delete_collection("x") is False
    assert client.delete_collection("a") is True
    assert client.get_aliases().aliases == []


def test_an_alias_can_shadow_a_collection(client):
    for name, size in (("a", 2), ("b", 3)):
        client.create_collection(name, models.VectorParams(size=size, distance=models.Distance.DOT))
    change(client, {"create_alias": {"alias_name": "x", "collection_name": "b"}})
    change(client, {"rename_alias": {"old_alias_name": "x", "new_alias_name": "a"}})
    assert client.get_collection("a").config.params.vectors.size == 3
    assert client.delete_collection("a") is True
    assert client.get_collection("a").config.params.vectors.size == 3
    change(client, {"delete_alias": {"alias_name": "a"}})
    with pytest.raises(NotFound):
        client.get_collection("a")
