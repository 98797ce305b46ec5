"""The async client with the blocking one's manners, so that one set of tests holds for both."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

from qschema.client import AsyncQdrantClient, QdrantClient


class Blocking:
    """An async client with an event loop of its own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.loop = asyncio.new_event_loop()
        self.client = AsyncQdrantClient(*args, **options)

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            done = getattr(self.client, name)(*args, **kwargs)
            return self.loop.run_until_complete(done) if inspect.isawaitable(done) else done

        return call

    def close(self) -> None:
        self.loop.run_until_complete(self.client.close())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()


KINDS = {"sync": QdrantClient, "async": Blocking}
WAYS = {f"{way}-{name}": (kind, way == "grpc") for way in ("rest", "grpc") for name, kind in KINDS.items()}
"""The ways to a server: the kind of the client, and whether it prefers gRPC."""
