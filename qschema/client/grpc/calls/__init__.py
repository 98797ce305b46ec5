"""The table of all calls read for gRPC: the form of each request type that has one, and each call by its path.

Requests that gRPC has no call for (metrics, telemetry, snapshots of shards, files …) are sent over REST.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from qschema.client.grpc.calls.form import Call
from qschema.client.requests.base import Request

__all__ = ["Call", "by_path", "call_of"]


def call_of(kind: type[Request[Any]]) -> Call | None:
    """Return how requests of a type are sent over gRPC, None for those that it has no call for."""
    return _by_kind().get(kind)


@cache
def by_path() -> Mapping[str, Call]:
    """Return all calls by their paths, those included that only a server needs."""
    from qschema.client.grpc.calls.table import CALLS, LEGACY

    return {call.path: call for call in (*CALLS, *LEGACY)}


@cache
def _by_kind() -> Mapping[type[Request[Any]], Call]:
    from qschema.client.grpc.calls.table import CALLS, ONE_POINT

    return {call.kind: call for call in (*CALLS, ONE_POINT)}
