"""Clients by their kind: what applications ask of `client._client`, and the classes they make themselves."""

from __future__ import annotations

import asyncio
import pickle

import pytest

from qschema.client import AsyncQdrantClient, QdrantClient
from qschema.client.async_client_base import AsyncQdrantBase
from qschema.client.async_qdrant_remote import AsyncQdrantRemote
from qschema.client.client_base import QdrantBase
from qschema.client.http.api_client import AsyncApis, SyncApis
from qschema.client.local.async_qdrant_local import AsyncQdrantLocal
from qschema.client.local.qdrant_local import QdrantLocal
from qschema.client.qdrant_remote import QdrantRemote

KINDS = [(QdrantClient, QdrantRemote, QdrantLocal, SyncApis, QdrantBase)]
ASYNC_KINDS = [(AsyncQdrantClient, AsyncQdrantRemote, AsyncQdrantLocal, AsyncApis, AsyncQdrantBase)]


@pytest.mark.parametrize(("client", "remote", "local", "apis", "base"), KINDS + ASYNC_KINDS)
def test_kinds(client, remote, local, apis, base, tmp_path):
    far = client("http://h:1/p")
    assert isinstance(far, base)
    assert isinstance(far._client, remote)
    assert not isinstance(far._client, local)
    assert far._client.rest_uri == "http://h:1/p"
    assert isinstance(far._client.rest, apis)
    assert isinstance(far._client.openapi_client, apis)
    near = client(path=tmp_path)
    assert isinstance(near._client, local)
    assert near._client.location == str(tmp_path)
    assert client(":memory:")._client.location == ":memory:"


@pytest.mark.parametrize(("client", "remote", "local", "apis", "base"), KINDS + ASYNC_KINDS)
def test_kinds_that_are_made_directly(client, remote, local, apis, base, tmp_path):
    far = remote(host="h", port=7, headers={"a": "b"}, timeout=3)
    assert isinstance(far, client)
    assert far._client is far
    assert far.rest_uri == "http://h:7"
    assert pickle.loads(pickle.dumps(far)).rest_uri == "http://h:7"
    near = local(str(tmp_path))
    assert (near.location, near._client) == (str(tmp_path), near)
    assert local(":memory:").location == ":memory:"
    assert type(client(**near.init_options)._client) is local


def test_a_kind_shares_the_connection():
    with QdrantClient(":memory:") as client:
        client.create_collection("c")
        assert client._client.collection_exists("c")
        assert client._client._client.collection_exists("c")

    async def share() -> bool:
        async with AsyncQdrantClient(":memory:") as client:
            await client.create_collection("c")
            return await client._client.collection_exists("c")

    assert asyncio.run(share())
