from __future__ import annotations

import asyncio
import json
import os
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qschema.client import AsyncQdrantClient, QdrantClient, models
from qschema.client.embedded.copying import copy_folder
from qschema.client.embedded.errors import DamagedFolder, FolderInUse, NewerFormat, NotAFolder, ReadOnlyFolder
from qschema.client.embedded.folder_lock import SharedFolderLock
from qschema.client.embedded.handlers import HANDLERS
from qschema.client.embedded.read_only import ReadOnlyEngine, reads
from qschema.client.embedded.snapshots.sparse import survey
from qschema.client.errors import QdrantError
from qschema.serve.access import Needs, needs
from tests.client.embedded.kills.operations import Instance, everything
from tests.client.embedded.kills.strategies import operations

POINTS = 50


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance as a killed process leaves it: the last writes are only in the engine's log."""
    folder = tmp_path_factory.mktemp("read-only")
    at = Instance(folder / "live")
    for operation in (
        ["create", "a", False],
        ["create", "b", True],
        ["upsert", "a", 0, POINTS - 10, 0],
        ["write", "a", "PUT", "index", {"field_name": "k", "field_schema": "keyword"}],
        ["aliases", [{"create_alias": {"alias_name": "x", "collection_name": "a"}}]],
        ["snapshot", "/collections/a"],
        ["upsert", "a", POINTS - 10, 10, 0],
    ):
        assert at.carry_out(operation) == ""
    copy_folder(folder / "live", folder / "written")
    at.engine.close()
    return folder / "written"


@pytest.fixture
def instance(written: Path, folder: Path) -> Path:
    copy_folder(written, folder)
    return folder


def content(folder: Path, *, bytes_too: bool = True) -> dict[str, tuple[Any, ...]]:
    """Return every file of a folder: what is in it, and when it was last changed."""
    return {
        str(path.relative_to(folder)): (
            path.stat().st_mtime_ns,
            path.stat().st_mode,
            survey(path) if path.is_file() and bytes_too else path.stat().st_size,
        )
        for path in (folder, *folder.rglob("*"))
    }


def test_reading_leaves_every_byte(instance):
    before = content(instance)
    with QdrantClient(path=instance, read_only=True) as client:
        assert client.count("x").count == POINTS
        assert client.scroll("a", limit=3, with_vectors=True)[0][0].vector
        assert client.get_collection("a").payload_schema["k"].points == POINTS
        assert client.count("a", models.Filter(must=[models.FieldCondition(key="k", match={"value": "k1"})])).count
        (snapshot,) = client.list_snapshots("a")
        assert snapshot.size
        assert content(instance) == before
    assert content(instance) == before


def test_it_answers_as_the_writer_does(instance, tmp_path):
    copy_folder(instance, tmp_path / "other")
    writer, reader = Instance(tmp_path / "other"), Instance.__new__(Instance)
    reader.folder, reader.engine = instance, ReadOnlyEngine(instance)  # type: ignore[assignment]
    assert everything(reader) == everything(writer)
    for one in (writer, reader):
        one.engine.close()


READ = """
import sys
from qschema.client import QdrantClient

with QdrantClient(path=sys.argv[1], read_only=True) as client:
    print(client.count("a").count, flush=True)
    input()
"""


def test_many_read_and_nobody_writes_meanwhile(instance, process):
    readers = [process(READ, instance) for _ in range(2)]
    assert [reader.line() for reader in readers] == [str(POINTS)] * 2
    with QdrantClient(path=instance, read_only=True) as third:
        assert third.count("a").count == POINTS
    with QdrantClient(path=instance) as writer:
        with pytest.raises(FolderInUse) as caught:
            writer.get_collections()
        assert caught.value.pid in {reader.pid for reader in readers}
        assert all(str(reader.pid) in str(caught.value) for reader in readers)
        readers[0].kill()
        readers[1].go_on()
        readers[1].end()
        assert writer.count("a").count == POINTS
        with QdrantClient(path=instance, read_only=True) as late, pytest.raises(FolderInUse) as refused:
            late.get_collections()
        assert refused.value.pid == os.getpid()


@settings(max_examples=2_000 if settings().max_examples >= 1_000 else 50)
@given(st.lists(operations, min_size=1, max_size=5))
def test_nothing_that_writes_touches_anything(written, opened, done):
    reader, before = opened
    for operation in done:
        reads_only = operation[0] in ("delete-snapshot", "recover") and operation[1] != "/collections/a"
        try:
            refused = reader.carry_out(operation)
        except ReadOnlyFolder as error:
            assert (error.status, error.url) == (403, str(reader.folder))  # noqa: PT017 - it may also do nothing
        else:
            assert reads_only or refused, operation
    assert content(reader.folder, bytes_too=False) == before


@pytest.fixture(scope="module")
def opened(written, tmp_path_factory):
    folder = tmp_path_factory.mktemp("opened") / "instance"
    copy_folder(written, folder)
    before = content(folder)
    reader = Instance.__new__(Instance)
    reader.folder, reader.engine = folder, ReadOnlyEngine(folder)
    yield reader, content(folder, bytes_too=False)
    reader.engine.close()
    assert content(folder) == before


def test_what_reads_is_what_a_read_only_key_may_call():
    """But for a snapshot that is made to be read at once, which the key may not."""
    more = {call.__name__ for call in HANDLERS if reads(call) != (needs(call) is Needs.READ)}
    assert more == {"StreamShardSnapshot"}


def test_an_event_loop_reads_too(instance):
    before = content(instance)

    async def run() -> None:
        async with AsyncQdrantClient(path=str(instance), read_only=True) as client:
            assert (await client.count("a")).count == POINTS
            with pytest.raises(ReadOnlyFolder):
                await client.delete_collection("a")

    asyncio.run(run())
    assert content(instance) == before


@pytest.mark.parametrize("name", ["nothing", "empty", "other"])
def test_a_folder_that_is_no_instance_stays_as_it_is(tmp_path, name):
    folder = tmp_path / name
    if name != "nothing":
        folder.mkdir()
    if name == "other":
        (folder / "mine").write_text("x")
    with QdrantClient(path=folder, read_only=True) as client, pytest.raises(NotAFolder, match="no instance"):
        client.get_collections()
    assert folder.exists() == (name != "nothing")
    assert len(list(folder.glob("*"))) == (name == "other")


def test_errors_speak_of_the_folder_and_leave_no_copy(instance, monkeypatch, tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr("tempfile.tempdir", None)
    catalogue = instance / "catalogue.json"
    written = json.loads(catalogue.read_text())
    (instance / "collections" / written["collections"]["b"] / "collection.json").write_text("{")
    with QdrantClient(path=instance, read_only=True) as client:
        with pytest.raises(DamagedFolder) as damaged:
            client.count("b")
        assert client.count("a").count == POINTS
    catalogue.write_text(json.dumps({**written, "format": 1_000}))
    with QdrantClient(path=instance, read_only=True) as client, pytest.raises(NewerFormat) as newer:
        client.count("a")
    for error in (damaged.value, newer.value):
        assert str(instance) in str(error)
        assert "scratch" not in str(error)
    assert list(scratch.iterdir()) == []


def test_an_instance_that_nobody_can_lock_is_read(instance):
    (instance / "lock").unlink()
    (instance / "lock").mkdir()
    lock = SharedFolderLock(instance)
    lock.release()
    lock.release()
    with QdrantClient(path=instance, read_only=True) as client:
        assert client.count("a").count == POINTS


@pytest.mark.parametrize("place", [{"location": ":memory:"}, {"url": "http://localhost:6333"}])
def test_there_must_be_something_to_read(place):
    with pytest.raises(ValueError, match="read_only"):
        QdrantClient(**place, read_only=True)


def test_copies_travel_with_it(instance):
    with QdrantClient(path=str(instance), read_only=True) as client:
        client.get_collections()
        with pickle.loads(pickle.dumps(client)) as other:
            assert other.count("a").count == POINTS
            with pytest.raises(QdrantError):
                other.delete_collection("a")
