from __future__ import annotations

import gc
from pathlib import Path
from threading import Thread

import pytest

from qschema.client import QdrantClient, models
from qschema.client.embedded.errors import NotInEngine, OpenedBeforeFork
from qschema.client.embedded.transport import EmbeddedTransport
from qschema.client.errors import ClientClosed, NotFound
from qschema.client.requests import GetClusterTelemetry, GetCollections, GetVersion

VECTORS = models.VectorParams(size=2, distance=models.Distance.DOT)


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    """Where temporary folders are made."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_nothing_is_opened_before_the_first_call(folder, scratch):
    QdrantClient(path=folder).close()
    QdrantClient(":memory:").close()
    assert not folder.exists()
    assert list(scratch.iterdir()) == []


def test_what_is_in_memory_is_gone_with_the_client(scratch):
    client = QdrantClient(":memory:")
    client.create_collection("a", VECTORS)
    (place,) = scratch.iterdir()
    assert place.stat().st_mode & 0o077 == 0
    client.close()
    client.close()
    assert list(scratch.iterdir()) == []
    client = QdrantClient(":memory:")
    client.create_collection("a", VECTORS)
    del client
    gc.collect()
    assert list(scratch.iterdir()) == []


def test_clients_in_memory_share_nothing():
    with QdrantClient(":memory:") as one, QdrantClient(":memory:") as other:
        one.create_collection("a", VECTORS)
        assert not other.collection_exists("a")


def test_a_client_that_is_thrown_away_frees_its_folder(folder):
    client = QdrantClient(path=folder)
    client.create_collection("a", VECTORS)
    del client
    gc.collect()
    with QdrantClient(path=folder) as client:
        assert client.collection_exists("a")


def test_the_end_of_the_program_writes_everything_out(folder, process):
    code = """
import sys
from qschema.client import QdrantClient, models
client = QdrantClient(path=sys.argv[1])
client.create_collection("a", models.VectorParams(size=2, distance=models.Distance.DOT))
client.upsert("a", [models.PointStruct(id=1, vector=[1, 2])])
memory = QdrantClient(":memory:")
memory.get_collections()
print(memory._transport._engine.folder)
"""
    program = process(code, folder)
    scratch = program.line()
    assert program.end() == (0, "", "")
    assert not Path(scratch).exists()
    with QdrantClient(path=folder) as client:
        assert client.count("a").count == 1


def test_a_relative_path_stays_where_it_was_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    client = QdrantClient(path="here")
    (tmp_path / "there").mkdir()
    monkeypatch.chdir(tmp_path / "there")
    client.get_collections()
    client.close()
    assert (tmp_path / "here" / "catalogue.json").exists()


def test_a_closed_transport_answers_no_more():
    transport = EmbeddedTransport(None)
    transport.close()
    with pytest.raises(ClientClosed):
        transport.send(GetCollections())


def test_threads_may_share_a_client():
    with QdrantClient(":memory:") as client:
        client.create_collection("a", VECTORS)
        failed: list[BaseException] = []

        def work(thread: int) -> None:
            try:
                for i in range(10):
                    client.upsert("a", [models.PointStruct(id=thread * 10 + i, vector=[1, 2])])
                    client.scroll("a")
                    client.create_collection(f"b{thread}", VECTORS)
                    client.delete_collection(f"b{thread}")
            except BaseException as error:
                failed.append(error)

        threads = [Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert client.count("a").count == 40
        assert [one.name for one in client.get_collections().collections] == ["a"]


def test_a_forked_process_is_told_to_make_a_client_of_its_own(folder, process):
    code = """
import os, sys
from qschema.client import QdrantClient
from qschema.client.embedded.errors import OpenedBeforeFork
client = QdrantClient(path=sys.argv[1])
client.get_collections()
child = os.fork()
if child == 0:
    try:
        client.get_collections()
    except OpenedBeforeFork:
        os._exit(7)
    os._exit(1)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
client.get_collections()
"""
    assert process(code, folder).end() == (0, "7\n", "")
    assert issubclass(OpenedBeforeFork, Exception)


def test_it_is_a_server_1_19_0():
    with QdrantClient(":memory:") as client:
        assert client.info().version == "1.19.0"
    transport = EmbeddedTransport(None)
    assert transport.send(GetVersion()).title.startswith("qdrant")
    transport.close()


def test_calls_that_the_engine_does_not_have():
    transport = EmbeddedTransport(None)
    with pytest.raises(NotInEngine, match="GetClusterTelemetry is not in the embedded engine") as caught:
        transport.send(GetClusterTelemetry())
    assert caught.value.status == 501
    transport.close()


def test_errors_say_which_call_it_was_and_where(folder):
    with QdrantClient(path=folder) as client, pytest.raises(NotFound) as caught:
        client.get_collection("nowhere")
    error = caught.value
    assert (error.method, error.url, error.collection, error.status) == ("GET", str(folder), "nowhere", 404)
    assert str(error).startswith(f"GET {folder}: ")
    assert repr(EmbeddedTransport(str(folder))) == f"EmbeddedTransport({folder})"
    assert repr(EmbeddedTransport(None)) == "EmbeddedTransport(:memory:)"
