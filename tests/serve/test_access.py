from __future__ import annotations

import pytest

from qschema.client import QdrantClient
from qschema.client.errors import Forbidden, NotFound, Unauthorized
from qschema.serve.access import Keys, Needs
from tests.serve.conftest import KEY, READ_KEY
from tests.serve.http import call

WRONG = [
    {},
    {"api-key": "wrong"},
    {"api-key": ""},
    {"authorization": "Bearer wrong"},
    {"authorization": f"Basic {KEY}"},
]


@pytest.mark.parametrize("headers", WRONG)
@pytest.mark.parametrize("path", ["/collections", "/metrics", "/telemetry", "/nowhere"])
def test_without_a_key_nothing_is_told(locked, headers, path):
    refused = call(locked.url, "GET", path, headers=headers)
    assert refused.status == 401
    assert b"API key" in refused.body
    assert "content-type" not in refused.headers


@pytest.mark.parametrize("headers", WRONG)
@pytest.mark.parametrize("path", ["/", "/healthz", "/livez", "/readyz"])
def test_without_a_key_one_may_ask_whether_it_lives(locked, headers, path):
    assert call(locked.url, "GET", path, headers=headers).status == 200


def test_a_body_without_a_key_is_not_even_read(locked):
    assert call(locked.url, "PUT", "/collections/a", b"{").status == 401


@pytest.mark.parametrize("headers", [{"api-key": KEY}, {"authorization": f"Bearer {KEY}"}])
def test_the_key_allows_everything(locked, headers, name):
    body = {"vectors": {"size": 2, "distance": "Dot"}}
    assert call(locked.url, "PUT", f"/collections/{name}", body, headers).status == 200


def test_the_read_only_key_reads(locked, name):
    with QdrantClient(locked.url, api_key=KEY) as owner, QdrantClient(locked.url, api_key=READ_KEY) as reader:
        owner.create_collection(name, {"size": 2, "distance": "Dot"})
        owner.upsert(name, [{"id": 1, "vector": [1.0, 2.0]}])
        assert reader.count(name).count == 1
        assert reader.query_points(name, [1.0, 1.0]).points[0].id == 1
        for refused in (
            lambda: reader.upsert(name, [{"id": 2, "vector": [1.0, 2.0]}]),
            lambda: reader.delete_collection(name),
            lambda: reader.create_collection(f"{name}-2", {"size": 2, "distance": "Dot"}),
            lambda: reader.update_collection_aliases([]),
        ):
            with pytest.raises(Forbidden):
                refused()
        with pytest.raises(NotFound):
            reader.upsert(f"{name}-2", [{"id": 2, "vector": [1.0, 2.0]}])


def test_a_wrong_key_is_a_wrong_key(locked):
    with QdrantClient(locked.url, api_key="wrong") as client, pytest.raises(Unauthorized):
        client.get_collections()


def test_keys_of_any_letters():
    keys = Keys(full="schlüssel")
    assert keys.allowed("schlüssel".encode().decode("latin-1")) == set(Needs)
    assert keys.allowed("schlussel") == set()


def test_keys_are_not_shown():
    assert "secret" not in repr(Keys(full="secret", read_only="secret"))
