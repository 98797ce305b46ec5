"""What a canary's process has at hand: the bare engine on a new shard, and a copy of it as a crash would leave it."""

from __future__ import annotations

import json
import resource
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import qdrant_edge as edge

from qschema.client.embedded.copying import copy_folder

U: Any = edge.UpdateOperation
SETTINGS = {
    "vectors": {
        "": {"size": 2, "distance": "Dot"},
        "m": {"size": 2, "distance": "Dot", "multivector_config": {"comparator": "max_sim"}},
    },
    "sparse_vectors": {"s": {}},
}
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # it is meant to die, and nobody wants to look at it
folder = Path(tempfile.mkdtemp(dir=sys.argv[1]))


def opened(settings: Any = SETTINGS) -> Any:
    (folder / "edge_config.json").write_text(json.dumps(settings))
    return edge.EdgeShard.load(str(folder))


def attempt(call: Any) -> str:
    """Return how a call ended: the name of what it raised and its text, or what it returned."""
    try:
        return repr(call())
    except BaseException as error:
        return f"{type(error).__name__}: {error}"


def after_a_crash(*, without_log: bool = False) -> str:
    """Return how opening ends after a crash."""
    copy = Path(tempfile.mkdtemp(dir=sys.argv[1])) / "shard"
    copy_folder(folder, copy)
    if without_log:
        shutil.rmtree(copy / "wal")
    return attempt(lambda: edge.EdgeShard.load(str(copy)).count(edge.CountRequest()))


def point(id: int, vector: Any = None, payload: Any = None) -> Any:
    return edge.Point(id, {"": [1.0, 2.0]} if vector is None else vector, payload or {})


def upsert(shard: Any, *points: Any) -> Any:
    return shard.update(U.upsert_points(list(points)))


def nested(depth: int) -> Any:
    payload: Any = {}
    for _ in range(depth):
        payload = {"a": payload}
    return payload


def found(shard: Any, query: Any, **more: Any) -> list[Any]:
    return [(one.id, one.score) for one in shard.query(edge.QueryRequest(limit=9, query=query, **more))]


def count(shard: Any, *conditions: Any) -> int:
    return shard.count(edge.CountRequest(filter=edge.Filter(must=list(conditions))))  # type: ignore[no-any-return]
