"""Snapshots taken, fetched, sent and recovered, against a real server."""

from __future__ import annotations

import asyncio
import io

import pytest

from qschema.client import AsyncQdrantClient, QdrantClient, models
from qschema.client.errors import BadRequest, NotFound, ResponseHandlingException, UnexpectedResponse
from qschema.client.requests import DownloadSnapshot

pytestmark = pytest.mark.live


@pytest.fixture
def copy(client, books):
    """A name for what is recovered."""
    yield f"{books}-copy"
    client.delete_collection(f"{books}-copy")


def test_of_a_collection(client, books, copy, tmp_path):
    taken = client.create_snapshot(books, timeout=60)
    assert [found.name for found in client.list_snapshots(books)] == [taken.name]

    file = tmp_path / "of the books.snapshot"
    assert client.download_snapshot(books, taken.name, file, checksum=taken.checksum) == taken.size
    assert file.stat().st_size == taken.size
    memory = io.BytesIO()
    client.download_snapshot(books, taken.name, memory, timeout=30)
    assert memory.getvalue() == file.read_bytes()

    assert client.upload_snapshot(copy, file, priority=models.SnapshotPriority.SNAPSHOT, checksum=taken.checksum)
    assert client.count(copy).count == 3
    memory.seek(0)
    assert client.upload_snapshot(copy, memory, timeout=60)
    assert client.retrieve(copy, [2])[0].payload == {"year": 1999}

    assert client.delete_snapshot(books, taken.name)
    assert client.list_snapshots(books) == []
    with pytest.raises(NotFound):
        client.delete_snapshot(books, taken.name)
    with pytest.raises(NotFound):
        client.download_snapshot(books, taken.name, tmp_path / "none")
    assert list(tmp_path.iterdir()) == [file]


def test_how_far_it_is(client, books, copy, tmp_path):
    taken = client.create_snapshot(books)
    file, told, sent = tmp_path / "watched.snapshot", [], []
    client.download_snapshot(books, taken.name, file, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == taken.size
    assert client.upload_snapshot(copy, file, progress=sent.append)
    with open(file, "rb") as opened:
        assert client.upload_snapshot(copy, opened, progress=sent.append)
    assert sent[len(sent) // 2 - 1 :: len(sent) // 2] == [taken.size] * 2
    assert client.count(copy).count == 3
    client.delete_snapshot(books, taken.name)


def test_what_is_fetched_must_have_its_checksum(client, books, tmp_path):
    taken = client.create_snapshot(books)
    with pytest.raises(ResponseHandlingException, match="checksum"):
        client.download_snapshot(books, taken.name, tmp_path / "s", checksum="0" * 64)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UnexpectedResponse):
        client.upload_snapshot(books, io.BytesIO(b"not a snapshot"))
    client.delete_snapshot(books, taken.name)


def test_without_waiting(client, books):
    assert client.create_snapshot(books, wait=False) is None
    taken = client.create_snapshot(books)
    assert client.delete_snapshot(books, taken.name, wait=False) is None


def test_recovered_from_a_place(client, books, copy, live_url):
    taken = client.create_snapshot(books)
    place = f"{live_url}/collections/{books}/snapshots/{taken.name}"
    assert client.recover_snapshot(copy, place, priority="snapshot", checksum=taken.checksum, timeout=60)
    assert client.count(copy).count == 3
    with pytest.raises(BadRequest):
        client.recover_snapshot(copy, "file:///nowhere/at/all")
    client.delete_snapshot(books, taken.name)


def test_of_a_shard(client, books, tmp_path):
    taken = client.create_shard_snapshot(books, 0)
    assert [found.name for found in client.list_shard_snapshots(books, 0)] == [taken.name]
    file = tmp_path / "shard.snapshot"
    assert client.download_shard_snapshot(books, 0, taken.name, file, checksum=taken.checksum) == taken.size
    assert client.stream_shard_snapshot(books, 0, tmp_path / "streamed.snapshot") > 0

    client.delete(books, [1, 2, 3])
    client.upload_shard_snapshot(books, 0, file, priority="snapshot")
    assert client.count(books).count == 3
    client.delete(books, [1, 2, 3])
    assert client.recover_shard_snapshot(books, 0, taken.name, priority=models.SnapshotPriority.SNAPSHOT)
    assert client.count(books).count == 3
    client.delete(books, [1, 2, 3])
    client.upload_shard_snapshot(books, 0, str(tmp_path / "streamed.snapshot"), priority="snapshot")
    assert client.count(books).count == 3

    assert client.delete_shard_snapshot(books, 0, taken.name)
    assert client.list_shard_snapshots(books, 0) == []


def test_of_the_whole_instance(client, books, tmp_path):
    taken = client.create_full_snapshot(timeout=120)
    assert taken.name in [found.name for found in client.list_full_snapshots()]
    assert client.download_full_snapshot(taken.name, tmp_path / "full.snapshot") == taken.size
    assert client.delete_full_snapshot(taken.name)
    assert taken.name not in [found.name for found in client.list_full_snapshots()]


def test_parts_of_a_file(live_url, name):
    async def stream(taken: models.SnapshotDescription) -> int:
        async with AsyncQdrantClient(live_url) as client, client.stream(DownloadSnapshot(name, taken.name)) as parts:
            return sum([len(part) async for part in parts])

    with QdrantClient(live_url) as client:
        client.create_collection(name)
        taken = client.create_snapshot(name)
        with client.stream(DownloadSnapshot(name, taken.name), timeout=30) as parts:
            assert sum(len(part) for part in parts) == taken.size
        assert asyncio.run(stream(taken)) == taken.size
        client.delete_collection(name)
