"""What a server answers to those who may not."""

from __future__ import annotations

import pytest

from qschema.client import QdrantClient
from qschema.client.errors import Forbidden, Unauthorized

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def locked_url(start_server):
    return start_server("--api-key", "the-key", "--read-only-api-key", "the-read-key")


def test_without_a_key(locked_url):
    with QdrantClient(locked_url) as client, pytest.raises(Unauthorized) as caught:
        client.get_collections()
    assert "api_key=" in caught.value.fix


def test_with_the_key(locked_url, name):
    with QdrantClient(locked_url, api_key="the-key") as client:
        assert client.create_collection(name)
        assert client.delete_collection(name)


def test_a_key_may_come_as_a_bearer_token(locked_url):
    with QdrantClient(locked_url, auth_token_provider=lambda: "the-key") as client:
        assert client.get_collections().collections == []


def test_with_a_key_that_only_reads(locked_url, name):
    with QdrantClient(locked_url, api_key="the-read-key") as client:
        assert client.get_aliases().aliases == []
        with pytest.raises(Forbidden) as caught:
            client.create_collection(name)
    assert caught.value.collection == name
    assert "the-read-key" not in str(caught.value)
