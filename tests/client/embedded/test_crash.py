from __future__ import annotations

import json
from pathlib import Path

import pytest

from qschema.client.embedded.collection import Collection
from qschema.client.embedded.shard import Shard

WRITE = """
import sys
from qschema.client import QdrantClient, models

client = QdrantClient(path=sys.argv[1])
client.create_collection("a", models.VectorParams(size=2, distance=models.Distance.DOT))
number = 0
while True:
    points = [models.PointStruct(id=number + i, vector=[number, i], payload={"n": number + i}) for i in range(5)]
    client.upsert("a", points, wait=True)
    number += 5
    if number == 50:
        client.create_payload_index("a", "n", models.PayloadSchemaType.INTEGER)
    if number == 100:
        client.update_collection("a", hnsw_config=models.HnswConfigDiff(m=8))
    if number == 150:
        client.create_collection(f"b{number}", models.VectorParams(size=2, distance=models.Distance.DOT))
    print(number, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 9, 10, 19, 20, 21, 30, 40])
def test_every_acknowledged_write_survives_a_kill(open_engine, folder, say, process, lines):
    writer = process(WRITE, folder)
    acknowledged = [int(writer.line()) for _ in range(lines)][-1]
    writer.kill()
    engine = open_engine()
    found = say(engine, "POST /collections/a/points/scroll", {"limit": 100000}).points
    assert len(found) >= acknowledged
    assert len(found) % 5 == 0
    assert [point.id for point in found] == list(range(len(found)))
    info = say(engine, "GET /collections/a")
    assert info.points_count == len(found)
    assert ("n" in info.payload_schema) or acknowledged < 50
    assert info.config.hnsw_config.m in ((8,) if acknowledged >= 100 else (8, 16))
    exact = say(engine, "POST /collections/a/points/count", {"filter": {"must": [{"key": "n", "range": {"gte": 0}}]}})
    assert exact.count == len(found)


CHANGES = {
    "index": ("PUT /collections/a/index?wait=true", {"field_name": "k", "field_schema": "keyword"}),
    "no-index": ("DELETE /collections/a/index/old?wait=true", None),
    "vector": ("PUT /collections/a/vectors/s?wait=true", {"sparse": {"modifier": "idf"}}),
    "no-vector": ("DELETE /collections/a/vectors/w?wait=true", None),
    "config": ("PATCH /collections/a", {"hnsw_config": {"m": 7}, "quantization_config": {"scalar": {"type": "int8"}}}),
}
"""Changes that a shard has to follow."""


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("moment", ["before the shard has it", "after the shard has it"])
def test_a_change_that_was_written_down_is_made_up_for(open_engine, folder, say, monkeypatch, change, moment):
    """Whenever the process ends within a change, the change is there after reopening as it was declared."""
    engine = open_engine()
    say(
        engine,
        "PUT /collections/a",
        {"vectors": {"v": {"size": 2, "distance": "Dot"}, "w": {"size": 2, "distance": "Dot"}}},
    )
    say(engine, "PUT /collections/a/index?wait=true", {"field_name": "old", "field_schema": "integer"})
    points = [{"id": i, "vector": {"v": [i, 1]}, "payload": {"k": "x", "old": i}} for i in range(20)]
    say(engine, "PUT /collections/a/points?wait=true", {"points": points})
    line, body = CHANGES[change]
    expected = folder.parent / "expected"
    with monkeypatch.context() as patch:
        stop_in(patch, moment)
        with pytest.raises(Killed):
            say(engine, line, body)
    let_go(engine)
    engine = open_engine()
    shown = say(engine, "GET /collections/a")
    say(engine, line, body)
    assert say(engine, "GET /collections/a") == shown
    assert say(engine, "POST /collections/a/points/count", {}).count == 20
    assert set(shown.payload_schema) == {"old", "k"} if change == "index" else True
    assert set(shown.payload_schema) == set() if change == "no-index" else True
    if "k" in shown.payload_schema:
        assert shown.payload_schema["k"].points == 20
    (document,) = (folder / "collections").rglob("collection.json")
    assert json.loads(document.read_text())["settled"] is True
    assert not expected.exists()


def stop_in(patch: pytest.MonkeyPatch, moment: str) -> None:
    """End within a change, without anything else being written."""

    def die(*_: object, **__: object) -> None:
        # From here on nothing reaches the disk any more.
        patch.setattr(Collection, "_write", lambda self: None)
        raise Killed

    if moment.startswith("before"):
        for name in ("create_index", "delete_index", "create_vector", "delete_vector", "reconfigure"):
            patch.setattr(Shard, name, die)
    else:
        patch.setattr(Collection, "_settle", die)


def let_go(engine: object) -> None:
    """Free the folder as the end of a process does."""
    engine._instance.optimiser.stop()  # type: ignore[attr-defined]
    engine._lock.release()  # type: ignore[attr-defined]
    for collection in engine._instance.opened:  # type: ignore[attr-defined]
        collection.abandon()


def test_a_shard_that_can_not_follow_leaves_the_old_declaration(engine, folder, say, monkeypatch):
    say(engine, "PUT /collections/a", {"vectors": {"size": 2, "distance": "Dot"}})
    before = say(engine, "GET /collections/a")
    for line, body in CHANGES.values():
        with monkeypatch.context() as patch:
            for name in ("create_index", "delete_index", "create_vector", "delete_vector", "reconfigure"):
                patch.setattr(Shard, name, fail)
            if line.startswith("DELETE"):
                continue
            with pytest.raises(OSError, match="no space"):
                say(engine, line, body)
        assert say(engine, "GET /collections/a") == before


def fail(*_: object, **__: object) -> None:
    raise OSError("no space left")


def test_a_write_to_the_catalogue_that_fails_changes_nothing(engine, folder, say, monkeypatch):
    say(engine, "PUT /collections/a", {"vectors": {"size": 2, "distance": "Dot"}})
    with monkeypatch.context() as patch:
        patch.setattr("os.replace", fail)
        for line, body in (
            ("PUT /collections/b", {"vectors": {"size": 2, "distance": "Dot"}}),
            ("DELETE /collections/a", None),
            (
                "POST /collections/aliases",
                {"actions": [{"create_alias": {"alias_name": "x", "collection_name": "a"}}]},
            ),
            ("PATCH /collections/a", {"metadata": {"k": 1}}),
        ):
            with pytest.raises(OSError, match="no space"):
                say(engine, line, body)
    assert [one.name for one in say(engine, "GET /collections").collections] == ["a"]
    assert say(engine, "GET /aliases").aliases == []
    assert say(engine, "GET /collections/a").config.metadata is None
    assert len(list(Path(folder / "collections").iterdir())) == 1
