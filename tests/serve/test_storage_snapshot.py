"""A server that begins with the snapshot of a whole instance."""

from __future__ import annotations

import pytest

from qschema.client import QdrantClient, models
from tests.servers import Server, serving


@pytest.fixture
def taken(tmp_path):
    """The file of a snapshot of an instance with two collections and an alias."""
    file = tmp_path / "full.snapshot"
    with QdrantClient(":memory:") as client:
        for name in ("one", "two"):
            client.create_collection(name, models.VectorParams(size=1, distance=models.Distance.DOT))
            client.upsert(name, [models.PointStruct(id=1, vector=[2.0], payload={"of": name})])
        client.create_payload_index("one", "of", models.PayloadSchemaType.KEYWORD)
        create = models.CreateAlias(collection_name="two", alias_name="current")
        client.update_collection_aliases([models.CreateAliasOperation(create_alias=create)])
        client.download_full_snapshot(client.create_full_snapshot().name, file)
    return file


def test_everything_is_there_aliases_too(taken, tmp_path):
    with (
        serving("--path", tmp_path / "data", "--storage-snapshot", taken) as server,
        QdrantClient(server.url) as client,
    ):
        assert {one.name for one in client.get_collections().collections} == {"one", "two"}
        assert client.retrieve("current", [1])[0].payload == {"of": "two"}
        assert client.get_collection("one").payload_schema["of"].points == 1


def test_only_into_an_empty_instance(taken, tmp_path):
    with QdrantClient(path=str(tmp_path / "data")) as client:
        client.create_collection("three")
    server = Server("--path", tmp_path / "data", "--storage-snapshot", taken)
    code, complaints = server.end()
    assert code != 0
    assert "empty" in complaints
    with QdrantClient(path=str(tmp_path / "data")) as client:
        assert [one.name for one in client.get_collections().collections] == ["three"]
