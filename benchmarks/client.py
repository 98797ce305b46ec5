"""Our client beside the official one, without a server: importing, making a client, writing bodies, reading answers.

usage: python -m benchmarks.client [--json FILE]

Each is given what its users give it: ours takes numpy matrices, the official one takes lists.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import numpy as np
import orjson
import qdrant_client
from qdrant_client.http.api.points_api import jsonable_encoder

import qschema.client
from benchmarks.side_by_side import Row, compare, report
from qschema.client.transports.body import encode_body

POINTS, SIZE = 1000, 768
MATRIX = np.random.default_rng(0).standard_normal((POINTS, SIZE), dtype=np.float32)
IDS = list(range(POINTS))
PAYLOADS = [{"title": f"article {id}", "number": id, "tags": ["a", "b"], "done": True} for id in IDS]
URL = "http://localhost:6333"

mine, theirs = qschema.client.models, qdrant_client.models


def answering(result: Any) -> httpx.MockTransport:
    """Answer every call with one result."""
    body = orjson.dumps({"result": result, "status": "ok", "time": 0.001}, option=orjson.OPT_SERIALIZE_NUMPY)
    return httpx.MockTransport(lambda request: httpx.Response(200, content=body))


def clients(result: Any) -> tuple[qschema.client.QdrantClient, qdrant_client.QdrantClient]:
    """Make both clients before an instance that gives one answer."""
    options: dict[str, Any] = {"transport": answering(result), "check_compatibility": False}
    return qschema.client.QdrantClient(URL, **options), qdrant_client.QdrantClient(URL, **options)


def found(count: int, vectors: bool) -> dict[str, Any]:
    """Return the answer to a search."""
    hits = [{"id": id, "version": 3, "score": 0.75, "payload": PAYLOADS[id]} for id in IDS[:count]]
    return {"points": [{**hit, "vector": MATRIX[hit["id"]]} for hit in hits] if vectors else hits}


def imports(package: str) -> None:
    subprocess.run([sys.executable, "-c", f"from {package} import QdrantClient, models"], check=True)


def our_batch() -> qschema.client.models.PointsBatch:
    return mine.PointsBatch(batch=mine.Batch(ids=IDS, vectors=MATRIX, payloads=PAYLOADS))


def their_batch() -> qdrant_client.models.PointsBatch:
    return theirs.PointsBatch(batch=theirs.Batch(ids=IDS, vectors=MATRIX.tolist(), payloads=PAYLOADS))


def points(models: Any) -> list[Any]:
    rows = zip(IDS, MATRIX, PAYLOADS, strict=True)
    return [models.PointStruct(id=id, vector=vector.tolist(), payload=payload) for id, vector, payload in rows]


def rows() -> Iterator[Row]:
    """Compare, one thing after the other."""
    yield compare(
        "import the client and its models, a new process",
        lambda: imports("qschema.client"),
        lambda: imports("qdrant_client"),
        rounds=9,
        goal=0.45,
    )
    yield compare(
        "make a client for plain http",
        lambda: qschema.client.QdrantClient(URL),
        lambda: qdrant_client.QdrantClient(URL, check_compatibility=False),
        rounds=50,
        goal=0.3,
    )
    yield from writing()
    yield from reading()


def writing() -> Iterator[Row]:
    """Compare ways from vectors to the body of a call."""
    built, their_built = our_batch(), their_batch()
    yield compare(
        f"body of {POINTS} × {SIZE} float32, models made before",
        lambda: encode_body(built),
        lambda: jsonable_encoder(their_built),
        rounds=25,
        goal=0.3,
    )
    yield compare(
        f"body of {POINTS} × {SIZE} float32, from a matrix",
        lambda: encode_body(our_batch()),
        lambda: jsonable_encoder(their_batch()),
        rounds=25,
        goal=0.3,
    )
    ours, peer = clients({"operation_id": 1, "status": "completed"})
    yield compare(
        f"upsert of {POINTS} × {SIZE} float32, from a matrix",
        lambda: ours.upsert("c", mine.Batch(ids=IDS, vectors=MATRIX, payloads=PAYLOADS)),
        lambda: peer.upsert("c", theirs.Batch(ids=IDS, vectors=MATRIX.tolist(), payloads=PAYLOADS)),
        rounds=25,
        goal=0.35,
    )
    our_points, their_points = points(mine), points(theirs)
    yield compare(
        f"upsert of {POINTS} PointStruct with lists",
        lambda: ours.upsert("c", our_points),
        lambda: peer.upsert("c", their_points),
        rounds=25,
        goal=0.35,
    )


def reading() -> Iterator[Row]:
    """Compare ways from an answer to models."""
    query = MATRIX[0].tolist()
    for name, count, vectors, rounds, goal in (
        ("query_points, 10 points", 10, False, 500, 0.6),
        ("query_points, 1,000 points", POINTS, False, 100, 1.0),
        (f"query_points, 1,000 points with vectors of {SIZE}", POINTS, True, 25, 1.0),
    ):
        ours, peer = clients(found(count, vectors))
        yield compare(
            name,
            lambda ours=ours: ours.query_points("c", query, limit=10),  # type: ignore[misc]
            lambda peer=peer: peer.query_points("c", query, limit=10),  # type: ignore[misc]
            rounds=rounds,
            goal=goal,
        )


if __name__ == "__main__":
    report("Our client beside the official one, without a server.", rows)
