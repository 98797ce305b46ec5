from __future__ import annotations

import os

import pytest

from qschema.client import QdrantClient
from qschema.client.embedded import folder_lock
from qschema.client.embedded.engine import Engine
from qschema.client.embedded.errors import FolderInUse, NotAFolder
from qschema.client.embedded.folder_lock import FolderLock, SharedFolderLock

HOLD = """
import sys
from pathlib import Path
from qschema.client.embedded.engine import Engine

engine = Engine(Path(sys.argv[1]))
print("open", flush=True)
input()
engine.close()
print("closed", flush=True)
input()
"""


def test_a_second_process_is_told_who_has_the_folder(folder, process):
    other = process(HOLD, folder)
    assert other.line() == "open"
    with pytest.raises(FolderInUse) as caught:
        Engine(folder)
    assert caught.value.pid == other.pid
    assert f"process {other.pid} has the folder open" in str(caught.value)
    assert str(folder) in str(caught.value)
    other.go_on()
    assert other.line() == "closed"
    Engine(folder).close()


def test_the_end_of_the_process_frees_the_folder_however_it_comes(folder, process):
    other = process(HOLD, folder)
    assert other.line() == "open"
    other.kill()
    Engine(folder).close()


def test_a_second_client_of_this_process_is_told_so(folder):
    with QdrantClient(path=str(folder)) as first:
        first.get_collections()
        with QdrantClient(path=str(folder)) as second, pytest.raises(FolderInUse) as caught:
            second.get_collections()
    assert caught.value.pid == os.getpid()
    assert "this process" in str(caught.value)


def test_what_failed_to_open_can_be_opened_later(folder):
    with QdrantClient(path=str(folder)) as second:
        with QdrantClient(path=str(folder)) as first:
            first.get_collections()
            with pytest.raises(FolderInUse):
                second.get_collections()
        assert second.get_collections().collections == []


def test_a_lock_is_released_once(tmp_path):
    lock = FolderLock(tmp_path)
    lock.release()
    lock.release()
    FolderLock(tmp_path).release()


def test_an_owner_that_can_not_be_read_is_another_process(tmp_path, monkeypatch):
    monkeypatch.setattr(folder_lock, "_LOCKS", tmp_path / "a system that doesn't tell")
    lock = FolderLock(tmp_path)
    with pytest.raises(FolderInUse, match="this process"):
        FolderLock(tmp_path)
    (tmp_path / "lock").write_text("")
    with pytest.raises(FolderInUse, match="another process") as caught:
        FolderLock(tmp_path)
    assert caught.value.pid is None
    lock.release()


def test_the_number_of_a_killed_process_is_not_taken_for_a_reader(tmp_path):
    (tmp_path / "lock").write_text("1\n")
    reader = SharedFolderLock(tmp_path)
    with pytest.raises(FolderInUse) as caught:
        FolderLock(tmp_path)
    assert caught.value.pid != 1 or not folder_lock._LOCKS.exists()
    reader.release()
    FolderLock(tmp_path).release()


def test_a_folder_that_can_not_be_written_to(tmp_path):
    (tmp_path / "lock").mkdir()
    with pytest.raises(NotAFolder):
        FolderLock(tmp_path)
