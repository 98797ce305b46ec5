"""Files that are broken for real: what is whole is there, what is lost is told, and nothing else is shut."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from qschema.client import AsyncQdrantClient, QdrantClient, models
from qschema.client.embedded.copying import copy_folder
from qschema.client.embedded.errors import DamagedCollection, DamagedFolder, LostWrites
from qschema.client.embedded.log import unflushed
from qschema.client.embedded.shard.engine import edge
from qschema.client.errors import ServerError

FLUSHED, LATER = 100, 10


def write(client: QdrantClient, first: int, number: int) -> None:
    for id in range(first, first + number):
        client.upsert("a", [models.PointStruct(id=id, vector=[id, 1], payload={"n": id})], wait=True)


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("broken")
    with QdrantClient(path=folder / "live") as client:
        for name in ("a", "b"):
            client.create_collection(name, models.VectorParams(size=2, distance=models.Distance.DOT))
        write(client, 0, FLUSHED)
    with QdrantClient(path=folder / "live") as client:
        write(client, FLUSHED, LATER)
        copy_folder(folder / "live", folder / "left")
    return folder / "left"


@pytest.fixture
def crashed(left: Path, folder: Path) -> Path:
    """A folder as a process leaves it that is killed: some points are flushed, later ones only in the log."""
    copy_folder(left, folder)
    return folder


def collection(folder: Path) -> Path:
    """The folder of the collection that has points."""
    place: str = json.loads((folder / "catalogue.json").read_text())["collections"]["a"]
    return folder / "collections" / place


def overwrite(file: Path, at: int, content: bytes) -> None:
    with file.open("r+b") as opened:
        opened.seek(at)
        opened.write(content)


def _into_a_file(log: Path) -> None:
    shutil.rmtree(log)
    log.write_text("x")


BREAKS: dict[str, tuple[Callable[[Path], None], int]] = {
    "another header": (lambda log: overwrite(log / "open-1", 0, b"\xff"), LATER),
    "a length that makes the engine panic": (
        lambda log: overwrite(log / "open-1", 8, (2**64 - 18).to_bytes(8, "little")),
        0,
    ),
    "cut down to nothing": (lambda log: os.truncate(log / "open-1", 0), 0),
    "no number of the last flush": (lambda log: (log / "first-index").write_text("?") and None, FLUSHED + LATER),
    "a file instead of a folder": (_into_a_file, 0),
}
"""What happened to the log, and how many calls can be told to be lost."""


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_log_is_set_aside_and_what_is_lost_is_told(crashed, name):
    break_, told = BREAKS[name]
    log = collection(crashed) / "shard" / "wal"
    aside = collection(crashed) / "wal.broken-1"
    break_(log)
    with QdrantClient(path=crashed) as client:
        with pytest.warns(LostWrites, match="the log of collection 'a' couldn't be read") as warned:
            assert client.count("a").count == FLUSHED
        said = str(warned[0].message)
        assert warned[0].filename == __file__
        assert str(aside) in said
        assert (f"at least {told} calls" in said) == bool(told)
        (shown,) = client.get_collection("a").warnings
        assert shown.message == said if aside.is_dir() else str(aside) in shown.message
        assert client.get_collection("b").warnings is None
        write(client, 1000, 1)
    with QdrantClient(path=crashed) as client:
        assert client.count("a").count == FLUSHED + 1
        assert len(client.get_collection("a").warnings) == 1
        shutil.rmtree(aside) if aside.is_dir() else aside.unlink()
        assert client.get_collection("a").warnings is None


def test_each_log_is_kept(crashed):
    for number in (1, 2):
        overwrite(collection(crashed) / "shard/wal/open-1", 0, b"\xff")
        with QdrantClient(path=crashed) as client, pytest.warns(LostWrites, match=f"wal.broken-{number}"):
            client.get_collection("a")
        assert len(list(collection(crashed).glob("wal.broken-*/open-1"))) == number


def test_what_the_engine_breaks_on_each_time_is_set_aside(crashed):
    """Another program had the engine write what it can't read back: a vector of size 0."""
    shard = edge.EdgeShard.load(str(collection(crashed) / "shard"))
    shard.flush()
    with pytest.raises(Exception, match="dimension cannot be 0"):
        shard.update(edge.UpdateOperation.create_dense_vector("zero", 0, edge.Distance.Dot))
    copy_folder(crashed, crashed.with_name("killed"))
    with QdrantClient(path=crashed.with_name("killed")) as client, pytest.warns(LostWrites, match="at least 1 calls"):
        assert client.count("a").count == FLUSHED + LATER


def test_an_event_loop_finds_it_in_the_collections_warnings(crashed, capfd):
    overwrite(collection(crashed) / "shard/wal/open-1", 0, b"\xff")

    async def look() -> list[models.CollectionWarning]:
        async with AsyncQdrantClient(path=str(crashed)) as client:
            return (await client.get_collection("a")).warnings or []

    (shown,) = asyncio.run(look())
    assert "wal.broken-1" in shown.message
    assert "LostWrites: the log of collection 'a'" in capfd.readouterr().err


def test_warnings_that_are_errors_leave_an_instance_that_opens(crashed):
    overwrite(collection(crashed) / "shard/wal/open-1", 0, b"\xff")
    with QdrantClient(path=crashed) as client:
        with pytest.raises(LostWrites):
            client.count("a")
        assert client.count("a").count == FLUSHED


def test_a_log_that_another_program_has_open_stays(crashed):
    other = edge.EdgeShard.load(str(collection(crashed) / "shard"))
    with QdrantClient(path=crashed) as client:
        with pytest.raises(ServerError, match="WouldBlock"):
            client.count("a")
        other.close()
        assert client.count("a").count == FLUSHED + LATER
    assert not list(collection(crashed).glob("wal.broken-*"))


SEGMENT_BREAKS = ["segment.json", "payload_storage/config.json", "version.info", "payload_index/config.json"]


@pytest.mark.parametrize("name", SEGMENT_BREAKS)
@pytest.mark.parametrize("way_out", ["snapshot", "delete"])
def test_a_broken_segment_shuts_its_collection_alone(crashed, name, way_out):
    with QdrantClient(path=crashed) as client:
        snapshot = client.create_snapshot("a", wait=True)
        write(client, 1000, 1)
        at = collection(crashed)
    with QdrantClient(path=crashed) as client:
        log = sorted((path.name, path.stat().st_size) for path in (at / "shard/wal").iterdir())
        for file in (at / "shard/segments").glob(f"*/{name}"):
            file.write_bytes(b"\xff")
        with pytest.raises(DamagedCollection) as caught:
            client.count("a")
        assert caught.value.collection == "a"
        assert str(at) in str(caught.value)
        assert "recover a snapshot" in str(caught.value)
        assert sorted((path.name, path.stat().st_size) for path in (at / "shard/wal").iterdir()) == log
        assert not list(at.glob("wal.broken-*"))
        assert client.count("b").count == 0
        assert {one.name for one in client.get_collections().collections} == {"a", "b"}
        if way_out == "delete":
            assert client.delete_collection("a")
            assert not client.collection_exists("a")
        else:
            path = crashed / "snapshots" / "a" / snapshot.name
            assert client.recover_snapshot("a", path.as_uri(), wait=True)
            assert client.count("a").count == FLUSHED + LATER


def test_a_damaged_declaration_shuts_its_collection_alone(crashed):
    at = collection(crashed)
    (at / "collection.json").write_text("{")
    with QdrantClient(path=crashed) as client:
        with pytest.raises(DamagedFolder, match=r"collection\.json") as caught:
            client.count("a")
        assert caught.value.collection == "a"
        assert client.count("b").count == 0
        assert client.delete_collection("a")
    assert not at.exists()


def test_writes_that_are_only_in_the_log_are_counted(tmp_path, crashed):
    log = collection(crashed) / "shard" / "wal"
    assert unflushed(log) == LATER
    assert unflushed(tmp_path / "nothing") == 0
    (log / "open-1").write_bytes(os.urandom(10_000))
    assert unflushed(log) >= 0
