"""Snapshots of the engine in this process: taken and recovered whole, or not at all."""

from __future__ import annotations

import asyncio
import io
import threading

import pytest

from qschema.client import AsyncQdrantClient, QdrantClient, models
from qschema.client.errors import BadRequest, NotFound, UnexpectedResponse

DOT = models.Distance.DOT


def fill(client, name="a", size=2, points=20):
    client.create_collection(
        name,
        {"text": models.VectorParams(size=size, distance=DOT)},
        sparse_vectors_config={"words": models.SparseVectorParams()},
        hnsw_config=models.HnswConfigDiff(m=24),
    )
    client.create_payload_index(name, "n", models.PayloadSchemaType.INTEGER)
    client.upsert(
        name,
        [
            models.PointStruct(
                id=n,
                vector={"text": [float(n)] * size, "words": models.SparseVector(indices=[n], values=[1.0])},
                payload={"n": n},
            )
            for n in range(points)
        ],
    )


def content(client, name):
    return client.scroll(name, limit=1000, with_vectors=True)[0]


@pytest.fixture(params=["memory", "folder"])
def client(request, tmp_path):
    made = QdrantClient(":memory:") if request.param == "memory" else QdrantClient(path=str(tmp_path / "instance"))
    yield made
    made.close()


def file_of(client, name):
    file = io.BytesIO()
    client.download_snapshot(name, client.create_snapshot(name).name, file)
    return file.getvalue()


def test_into_a_new_name(client):
    fill(client)
    client.upload_snapshot("b", io.BytesIO(file_of(client, "a")))
    assert content(client, "b") == content(client, "a")
    assert client.get_collection("b").config == client.get_collection("a").config
    assert client.get_collection("b").payload_schema == client.get_collection("a").payload_schema


def test_into_the_same_name_keeps_what_is_configured_today(client):
    fill(client)
    before = content(client, "a")
    taken = file_of(client, "a")
    client.update_collection("a", hnsw_config=models.HnswConfigDiff(m=9), metadata={"later": True})
    client.create_payload_index("a", "other", models.PayloadSchemaType.KEYWORD)
    client.delete_payload_index("a", "n")
    client.delete("a", [*range(10)])
    client.upload_snapshot("a", io.BytesIO(taken))
    info = client.get_collection("a")
    assert content(client, "a") == before
    assert (info.config.hnsw_config.m, info.config.metadata) == (9, {"later": True})
    assert info.payload_schema.keys() == {"n", "other"}


@pytest.mark.parametrize("length", [0, 1, 600, 2000, 50_000, 400_000])
def test_a_file_that_is_cut_short_changes_nothing(client, length):
    fill(client)
    taken = file_of(client, "a")
    client.upsert("a", [models.PointStruct(id=99, vector={})])
    with pytest.raises(UnexpectedResponse):
        client.upload_snapshot("a", io.BytesIO(taken[:length]))
    with pytest.raises(UnexpectedResponse):
        client.upload_snapshot("b", io.BytesIO(taken[:length]))
    assert client.retrieve("a", [99])
    assert [one.name for one in client.get_collections().collections] == ["a"]


def test_other_vectors_are_refused(client):
    fill(client)
    fill(client, "b", size=3)
    with pytest.raises(BadRequest, match="other vectors"):
        client.upload_snapshot("b", io.BytesIO(file_of(client, "a")))
    assert len(content(client, "b")) == 20


def test_snapshots_outlive_their_collection(client):
    """As on a server 1.19.0: they are there again once there is a collection of that name."""
    fill(client)
    taken = client.create_snapshot("a")
    client.delete_collection("a")
    fill(client, points=1)
    assert client.list_snapshots("a") == [taken]


@pytest.mark.parametrize("name", ["absent", "../../catalogue.json", "a/b"])
def test_names_of_files_that_are_none_of_them(client, name):
    fill(client)
    with pytest.raises((NotFound, BadRequest)):
        client.download_snapshot("a", name, io.BytesIO())
    with pytest.raises((NotFound, BadRequest)):
        client.delete_snapshot("a", name)


def test_in_an_event_loop(tmp_path):
    async def work():
        async with AsyncQdrantClient(path=str(tmp_path / "instance")) as client:
            await client.create_collection("a", models.VectorParams(size=1, distance=DOT))
            await client.upsert("a", [models.PointStruct(id=1, vector=[1.0])])
            taken = await client.create_snapshot("a")
            file = tmp_path / "file"
            assert await client.download_snapshot("a", taken.name, file, checksum=taken.checksum) == taken.size
            await client.upload_snapshot("b", file)
            return (await client.count("b")).count

    assert asyncio.run(work()) == 1


KILLED = """
import io, sys
from qschema.client import QdrantClient, models

client = QdrantClient(path=sys.argv[1])
client.create_collection("a", models.VectorParams(size=2, distance=models.Distance.DOT))
points = [models.PointStruct(id=n, vector=[n, 1.0], payload={"text": "x" * 1000}) for n in range(1000)]
client.upsert("a", points, wait=True)
print("ready", flush=True)
while True:
    taken = client.create_snapshot("a")
    print(taken.name, flush=True)
    file = io.BytesIO()
    client.download_snapshot("a", taken.name, file)
    file.seek(0)
    client.upload_snapshot("b", file)
    client.delete_snapshot("a", taken.name)
"""


@pytest.mark.parametrize("pause", [0.001, 0.01, 0.02, 0.04, 0.08, 0.15])
def test_a_kill_leaves_nothing_half_made(folder, process, pause):
    writer = process(KILLED, folder)
    writer.line()
    writer.line()
    threading.Event().wait(pause)  # any moment will do
    writer.kill()
    with QdrantClient(path=str(folder)) as client:
        names = {one.name for one in client.get_collections().collections}
        assert names in ({"a"}, {"a", "b"})
        for name in names:
            assert client.count(name).count == 1000
        for taken in client.list_snapshots("a"):
            file = io.BytesIO()
            client.download_snapshot("a", taken.name, file, checksum=taken.checksum)
            file.seek(0)
            client.upload_snapshot("c", file)
            assert client.count("c").count == 1000


def test_what_was_recovered_takes_every_later_write(client):
    """A snapshot has no log, by which the engine numbers writes; those with low numbers would be ignored."""
    fill(client)
    for n in range(50):
        client.set_payload("a", {"n": -n}, points=[1])
    client.upload_snapshot("b", io.BytesIO(file_of(client, "a")))
    client.upload_snapshot("a", io.BytesIO(file_of(client, "a")))
    for name in ("a", "b"):
        client.set_payload(name, {"n": 1000}, points=[1])
        client.delete(name, [2])
        assert client.retrieve(name, [1, 2])[0].payload == {"n": 1000}
        assert client.count(name).count == 19
