"""What is done to an instance while it may be killed, and everything that can be seen of it.

An operation is a list: a name of `OPERATIONS`, and what that function takes after the instance. All of it is JSON, so
that a process can be told to carry it out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from qschema.client.embedded.engine import Engine
from qschema.client.errors import UnexpectedResponse
from qschema.client.requests.reading import read_call

Operation = list[Any]
SIZE = 3


class Instance:
    """An engine that is told HTTP calls."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.engine = Engine(folder, durable=durable)

    def say(self, line: str, body: Any = None) -> Any:
        verb, _, target = line.partition(" ")
        return self.engine.handle(read_call(verb, target, b"" if body is None else json.dumps(body).encode()))

    def carry_out(self, operation: Operation) -> str:
        """Carry out an operation; return how it was refused, empty if it wasn't."""
        name, *arguments = operation
        try:
            OPERATIONS[name](self, *arguments)
        except UnexpectedResponse as error:
            return f"{type(error).__name__} {error.status}"
        return ""


def create(at: Instance, name: str, on_disk: bool) -> None:
    vectors = {"d": {"size": SIZE, "distance": "Cosine", "on_disk": on_disk}, "e": {"size": 2, "distance": "Dot"}}
    at.say(f"PUT /collections/{name}", {"vectors": vectors, "sparse_vectors": {"s": {}}})


def delete(at: Instance, name: str) -> None:
    at.say(f"DELETE /collections/{name}")


def upsert(at: Instance, name: str, first: int, number: int, salt: int) -> None:
    points = [point(first + i, salt) for i in range(number)]
    at.say(f"PUT /collections/{name}/points?wait=true", {"points": points})


def point(id: int, salt: int) -> dict[str, Any]:
    vectors: dict[str, Any] = {"d": [id, salt, 1], "s": {"indices": [salt, 100 + id % 3], "values": [1, 2]}}
    if id % 2:
        vectors["e"] = [salt, id]
    return {"id": id, "vector": vectors, "payload": {"n": id, "k": f"k{(id + salt) % 4}", "deep": {"salt": [salt]}}}


def write(at: Instance, name: str, verb: str, what: str, body: Any) -> None:
    at.say(f"{verb} /collections/{name}/{what}?wait=true", body)


def patch(at: Instance, name: str, body: Any) -> None:
    at.say(f"PATCH /collections/{name}", body)


def aliases(at: Instance, actions: Any) -> None:
    at.say("POST /collections/aliases", {"actions": actions})


def snapshot(at: Instance, shelf: str) -> None:
    at.say(f"POST {shelf}/snapshots?wait=true")


def delete_snapshot(at: Instance, shelf: str) -> None:
    for name in snapshots(at, shelf)[:1]:
        at.say(f"DELETE {shelf}/snapshots/{name}?wait=true")


def recover(at: Instance, name: str, other: str) -> None:
    """Put the last snapshot of a collection back, into itself or into another one."""
    for found in snapshots(at, f"/collections/{name}")[-1:]:
        put_back(at, at.folder / "snapshots" / name / found, other)


def put_back(at: Instance, file: Path, name: str) -> None:
    at.say(f"PUT /collections/{name}/snapshots/recover?wait=true", {"location": file.as_uri()})


OPERATIONS: dict[str, Callable[..., None]] = {
    "create": create,
    "delete": delete,
    "upsert": upsert,
    "write": write,
    "patch": patch,
    "aliases": aliases,
    "snapshot": snapshot,
    "delete-snapshot": delete_snapshot,
    "recover": recover,
}


def snapshots(at: Instance, shelf: str) -> list[str]:
    """Return the names of snapshots; they outlive their collection, which the call that lists them wants to see."""
    folder = at.folder / "snapshots" / Path(shelf).name
    return sorted(path.name for path in folder.glob("*.snapshot"))


def everything(at: Instance) -> dict[str, Any]:
    """Return all that can be seen of an instance, as JSON, but for how far its optimisers are."""
    names = sorted(one.name for one in at.say("GET /collections").collections)
    shelves = ["", *(f"/collections/{name}" for name in ("a", "b"))]
    seen = {
        "aliases": sorted((one.alias_name, one.collection_name) for one in at.say("GET /aliases").aliases),
        "collections": {name: _collection(at, name) for name in names},
        "snapshots": {shelf: len(snapshots(at, shelf)) for shelf in shelves},
    }
    return json.loads(json.dumps(seen))  # type: ignore[no-any-return]


def _collection(at: Instance, name: str) -> dict[str, Any]:
    shown = at.say(f"GET /collections/{name}")
    whole = {"limit": 10_000, "with_vector": True, "with_payload": True}
    points = [one.model_dump(mode="json") for one in at.say(f"POST /collections/{name}/points/scroll", whole).points]
    assert shown.points_count == len(points)
    params = shown.config.params
    return {
        "config": shown.config.model_dump(mode="json"),
        "indexes": {field: index.model_dump(mode="json") for field, index in shown.payload_schema.items()},
        "points": points,
        "found": {key: _found(at, name, search) for key, search in _searches(params)},
        "counts": [_count(at, name, value) for value in ("k0", "k1", "k2", "k3", "x")],
    }


def _searches(params: Any) -> Iterator[tuple[str, Any]]:
    for name, vector in params.vectors.items():
        yield name, {"query": [1.0] * vector.size, "using": name}
    for name in params.sparse_vectors or {}:
        yield name, {"query": {"indices": [0, 1, 2, 3, 100, 101, 102], "values": [1, 2, 3, 4, 5, 6, 7]}, "using": name}


def _found(at: Instance, name: str, search: Any) -> list[Any]:
    body = {"limit": 10_000, "params": {"exact": True, "quantization": {"ignore": True}}, **search}
    found = at.say(f"POST /collections/{name}/points/query", body).points
    return sorted([one.id, round(one.score, 4)] for one in found)


def _count(at: Instance, name: str, value: str) -> int:
    body = {"exact": True, "filter": {"must": [{"key": "k", "match": {"value": value}}]}}
    return at.say(f"POST /collections/{name}/points/count", body).count  # type: ignore[no-any-return]


def remains(folder: Path) -> list[str]:
    """Return what lies in a folder that is of no use to anybody, once it was opened.

    (A document that is being written has a second name at its side; the next one that is written there takes it.)
    """
    named = set(json.loads((folder / "catalogue.json").read_text())["collections"].values())
    lying = {path.name for path in (folder / "collections").iterdir()}
    shelved = [path for path in (folder / "snapshots").rglob("*") if path.is_file()]
    alone = [path for path in shelved if path.suffix == ".checksum" and not path.with_suffix("").exists()]
    unfinished = folder / "unfinished"
    return [
        *(lying ^ named),
        *map(str, alone),
        *(path.name for path in (unfinished.iterdir() if unfinished.exists() else ())),
        *(path.name for path in folder.glob("collections/*/shard/temp_segments/*")),
    ]


def broken_snapshots(folder: Path) -> list[str]:
    """Return the snapshots that aren't what was written."""
    broken = []
    for path in (folder / "snapshots").rglob("*.snapshot"):
        beside = path.with_name(f"{path.name}.checksum")
        if beside.exists() and hashlib.sha256(path.read_bytes()).hexdigest() != beside.read_text():
            broken.append(str(path))
    return broken
