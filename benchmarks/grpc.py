"""Our client beside the official one over gRPC, to a server in another process that throws away what it is sent.

usage: python -m benchmarks.grpc [--json FILE]

Each is given what its users give it: ours takes numpy matrices, the official one takes lists.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import qdrant_client

import qschema.client
from benchmarks.side_by_side import Row, compare, report

POINTS, SIZE = 10_000, 768
MATRIX = np.random.default_rng(0).standard_normal((POINTS, SIZE), dtype=np.float32)
LISTS = MATRIX.tolist()
IDS = list(range(POINTS))

mine, theirs = qschema.client.models, qdrant_client.models

_SERVER = """
import grpc, sys
from concurrent.futures import ThreadPoolExecutor
from qschema.client.grpc import PointsOperationResponse, UpdateResult

answer = PointsOperationResponse(result=UpdateResult(operation_id=1, status=2)).SerializeToString()

class Taker(grpc.GenericRpcHandler):
    def service(self, details):
        return grpc.unary_unary_rpc_method_handler(lambda data, context: answer)

server = grpc.server(ThreadPoolExecutor(4), handlers=(Taker(),), options=[("grpc.max_receive_message_length", -1)])
print(server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
sys.stdin.read()
"""


@contextmanager
def taking() -> Iterator[int]:
    """Run the server; return its port."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin
    assert process.stdout
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


def loopback() -> Iterator[Row]:
    """Compare whole calls."""
    with taking() as port:
        options = {"prefer_grpc": True, "grpc_port": port, "check_compatibility": False, "timeout": 60}
        ours = qschema.client.QdrantClient("http://127.0.0.1:1", **options)
        peer = qdrant_client.QdrantClient("http://127.0.0.1:1", **options)
        yield compare(
            "upsert 10,000 × 768, one call",
            lambda: ours.upsert("c", mine.Batch(ids=IDS, vectors=MATRIX)),
            lambda: peer.upsert("c", theirs.Batch(ids=IDS, vectors=LISTS)),
            rounds=7,
            goal=0.6,
        )
        ours.close()
        peer.close()


def rows() -> Iterator[Row]:
    """Compare, one thing after the other."""
    yield from loopback()


if __name__ == "__main__":
    report("Compare our client with the official one over gRPC.", rows)
