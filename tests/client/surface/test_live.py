"""Whether every method of the clients is called on a real server somewhere in the live tests."""

from __future__ import annotations

import re
from pathlib import Path

from qschema.client import QdrantClient
from tests.client.surface.differences import COMING

LIVE = Path(__file__).parents[2] / "live" / "client"
NOT_CALLS = {
    "interceptors",
    "without_interceptors",
    "http",
    "init_options",
    "DEFAULT_BATCH_SIZE",
    "grpc_points",
    "grpc_collections",
}


def test_every_method_is_called():
    called = set(re.findall(r"\.(\w+)\(", "".join(file.read_text() for file in LIVE.glob("*.py"))))
    members = {name for name in dir(QdrantClient) if not name.startswith("_")} - COMING.keys() - NOT_CALLS
    assert members - called == set()
