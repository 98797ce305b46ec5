"""Imports that are killed half-way: nothing stands at the destination, and the next one does all of it."""

from __future__ import annotations

import json
import pickle
import signal
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from qschema.cli.main import run
from qschema.client import QdrantClient

POINTS = 1200
KILLED = """
import json, os, signal, sys
from qschema.cli.main import run
import qschema.client.embedded.importing.local_folder, qschema.client.embedded.shard

CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate")

def kill_at(number):
    left = [number]
    def count(event, arguments):
        if event in CHANGES or (event == "open" and arguments[1] not in ("r", "rb", None)):
            left[0] -= 1
            if left[0] <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(count)

number = 0
while True:
    number += int(sys.argv[3])
    child = os.fork()
    if not child:
        kill_at(number)
        os._exit(run(["--path", sys.argv[2], "import-local", sys.argv[1]]))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    there = os.path.exists(sys.argv[2])
    print(json.dumps([status, there, sorted(os.listdir(os.path.dirname(sys.argv[2])))]), flush=True)
    if status != -signal.SIGKILL or there:
        break
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder as the official client's local mode writes it."""
    source = tmp_path / "official"
    vectors = {"size": 2, "distance": "Dot"}
    names = ("first", "second")
    for name in names:
        (source / "collection" / name).mkdir(parents=True)
        database = sqlite3.connect(source / "collection" / name / "storage.sqlite")
        with database:
            database.execute("CREATE TABLE points (id TEXT PRIMARY KEY, point BLOB)")
            database.executemany("INSERT INTO points VALUES (?, ?)", map(_row, range(POINTS)))
        database.close()
    meta = {"collections": {name: {"vectors": vectors} for name in names}, "aliases": {"other": "second"}}
    (source / "meta.json").write_text(json.dumps(meta))
    return source


def _row(id: int) -> tuple[str, bytes]:
    return str(id), pickle.dumps({"id": id, "vector": [float(id), 1.0], "payload": {"n": id}})


def test_an_import_that_is_killed_leaves_nothing_and_the_next_one_does_all_of_it(tmp_path, source, process):
    destination = tmp_path / "there" / "instance"
    destination.parent.mkdir()
    importer = process(KILLED, source, destination, 6)
    beside: list[Any] = []
    while True:
        status, there, beside = json.loads(next(line for line in iter(importer.line, "") if line.startswith("[")))
        if there or status != -signal.SIGKILL:
            break
        assert len(beside) <= 1, "what killed imports leave piles up"
    assert there
    if status == -signal.SIGKILL:  # after all was there
        assert [name for name in beside if name.endswith(".part")] == []
    assert beside == ["instance"]
    with QdrantClient(path=destination) as client:
        assert {one.name for one in client.get_collections().collections} == {"first", "second"}
        assert client.count("first").count == POINTS
        assert client.count("other").count == POINTS


def test_what_a_killed_import_left_is_removed_and_nothing_else(tmp_path, source):
    destination = tmp_path / "there" / "instance"
    others = ["instance.part", ".instance.12345678.party", ".other.12345678.part", ".instance.1234.part"]
    for name in (*others, ".instance.12345678.part"):
        (tmp_path / "there" / name).mkdir(parents=True)
    assert run(["--path", str(destination), "import-local", str(source)]) == 0
    assert sorted(path.name for path in (tmp_path / "there").iterdir()) == sorted([*others, "instance"])
