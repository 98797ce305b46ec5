"""Our gRPC messages beside those of the official client, without a server: points into bytes, answers into models.

usage: python -m benchmarks.messages [--json FILE]

Both write numpy matrices, the official client as its uploader does. Most of the time of reading vectors goes into
memory for a Python object per number, which both pay; who wants none of them reads `array_of` a message.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import qdrant_client.grpc as theirs
from qdrant_client.conversions.conversion import GrpcToRest, RestToGrpc, payload_to_grpc
from qdrant_client.uploader.grpc_uploader import convert_vector_struct

from benchmarks.side_by_side import Row, compare, report
from qschema.client import models, requests
from qschema.client.grpc.calls import Call, call_of
from qschema.client.grpc.conversion import array_of

POINTS, SIZE = 1000, 768
MATRIX = np.random.default_rng(0).standard_normal((POINTS, SIZE), dtype=np.float32)
IDS = list(range(POINTS))
PAYLOADS: list[Any] = [{"title": f"article {id}", "number": id, "tags": ["a", "b"], "done": True} for id in IDS]


def known(kind: Any) -> Call:
    call = call_of(kind)
    assert call is not None
    return call


UPSERT, QUERY = known(requests.UpsertPoints), known(requests.QueryPoints)


def our_bytes(payloads: list[Any]) -> bytes:
    body = models.PointsBatch(batch=models.Batch(ids=IDS, vectors=MATRIX, payloads=payloads))
    return UPSERT.encode(requests.UpsertPoints("c", body))


def their_bytes(payloads: list[Any]) -> bytes:
    points = [
        theirs.PointStruct(
            id=RestToGrpc.convert_extended_point_id(id),
            vectors=convert_vector_struct(vector),
            payload=payload_to_grpc(payload or {}),
        )
        for id, vector, payload in zip(IDS, MATRIX, payloads, strict=True)
    ]
    return theirs.UpsertPoints(collection_name="c", points=points).SerializeToString()


def found(vectors: bool) -> bytes:
    """Return the answer to a search."""
    points = [
        models.ScoredPoint(id=id, version=3, score=0.75, payload=payload, vector=row.tolist() if vectors else None)
        for id, payload, row in zip(IDS, PAYLOADS, MATRIX, strict=True)
    ]
    return QUERY.answer_from(requests.QueryPoints, models.QueryResponse(points=points)).SerializeToString()


def rows() -> Iterator[Row]:
    """Compare, one thing after the other."""
    for name, payloads in (("with payloads", PAYLOADS), ("without payloads", [None] * POINTS)):
        yield compare(
            f"bytes of {POINTS} × {SIZE} from numpy, {name}",
            lambda payloads=payloads: our_bytes(payloads),  # type: ignore[misc]
            lambda payloads=payloads: their_bytes(payloads),  # type: ignore[misc]
            rounds=25,
            goal=0.5,
        )
    for name, vectors, goal in (("with vectors", True, 0.4), ("without vectors", False, 0.6)):
        data = found(vectors)
        ours, peer = QUERY.answer_class.FromString(data), theirs.QueryResponse.FromString(data)
        yield compare(
            f"{POINTS} results into models, {name}",
            lambda ours=ours: QUERY.from_wire(ours),  # type: ignore[misc]
            lambda peer=peer: [GrpcToRest.convert_scored_point(point) for point in peer.result],  # type: ignore[misc]
            rounds=25,
            goal=goal,
        )
    answer: Any = QUERY.answer_class.FromString(found(True))
    peers = theirs.QueryResponse.FromString(found(True))
    yield compare(
        f"vectors of {POINTS} results into numpy",
        lambda: [array_of(point.vectors.vector) for point in answer.result],
        lambda: [np.array(point.vectors.vector.dense.data, dtype=np.float32) for point in peers.result],
        rounds=25,
    )


if __name__ == "__main__":
    report("Our gRPC messages beside those of the official client.", rows)
