"""Where servers of tests speak gRPC, by the URLs at which they speak REST."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from qschema.client.transports.grpc.options import DEFAULT_PORT

_PORTS: dict[str, int] = {}


def note_grpc_port(url: str, grpc_url: str) -> None:
    """Remember where a server that was started speaks gRPC."""
    _PORTS[url] = urlsplit(grpc_url).port or DEFAULT_PORT


def grpc_port_of(url: str) -> int:
    """Return where a server speaks gRPC; of one that wasn't started here, QSCHEMA_TEST_GRPC_URL says it."""
    if url not in _PORTS:
        note_grpc_port(url, os.environ.get("QSCHEMA_TEST_GRPC_URL", ""))
    return _PORTS[url]
