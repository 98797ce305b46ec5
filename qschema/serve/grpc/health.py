"""The standard service about health (grpc.health.v1): whoever is answered is served, whatever service he asks about.

A server 1.19.0 says so of any name (measured).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

SERVICE = "grpc.health.v1.Health"
CHECK = f"/{SERVICE}/Check"
WATCH = f"/{SERVICE}/Watch"

_SERVING = b"\x08\x01"
"""The field `status` with the value SERVING."""


async def check(question: bytes, context: Any) -> bytes:
    """Answer once."""
    return _SERVING


def watching(stopping: asyncio.Event) -> Callable[[bytes, Any], AsyncIterator[bytes]]:
    """Return what answers once, and says no more until the server stops: nothing else ever changes."""

    async def watch(question: bytes, context: Any) -> AsyncIterator[bytes]:
        yield _SERVING
        await stopping.wait()

    return watch
