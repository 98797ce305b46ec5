"""The gRPC side of a server, from its start to its end."""

from __future__ import annotations

import asyncio
from typing import Any

import grpc.aio

from qschema.client.transports.base import AsyncTransport
from qschema.serve.grpc.answering import Answering
from qschema.serve.grpc.handlers import Handlers
from qschema.serve.settings import ServeError, Settings

_OPTIONS = {
    # As Qdrant, which reads messages of any size (1.19.0, src/tonic/mod.rs).
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
    # Two servers at one port would share its calls.
    "grpc.so_reuseport": 0,
    # Clients may ask often whether a silent connection still stands.
    "grpc.http2.min_ping_interval_without_data_ms": 5_000,
    "grpc.keepalive_permit_without_calls": 1,
}


class GrpcServer:
    """Qdrant's gRPC API over an engine.

    Args:
        transport: The way to the engine.
        settings: What the server was told.
        port: The port to listen at; 0 takes a free one.

    Attributes:
        url: Where it listens, once it does.
    """

    def __init__(self, transport: AsyncTransport, settings: Settings, port: int) -> None:
        self._transport = transport
        self._settings = settings
        self._port = port
        self._server: Any = None
        self._stopping = asyncio.Event()
        self.url = ""

    async def start(self) -> None:
        """Listen, and answer.

        Raises:
            ServeError: The address is taken.
        """
        settings = self._settings
        handlers = Handlers(Answering(self._transport, settings.keys), self._stopping)
        self._server = grpc.aio.server(handlers=(handlers,), options=list(_OPTIONS.items()))
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        place = f"{host}:{self._port}"
        try:
            if settings.certificate is None or settings.private_key is None:
                port = self._server.add_insecure_port(place)
            else:
                pair = settings.private_key.read_bytes(), settings.certificate.read_bytes()
                port = self._server.add_secure_port(place, grpc.ssl_server_credentials([pair]))
        except RuntimeError as error:
            raise ServeError(
                f"can't listen at {place} for gRPC", fix="choose another --grpc-port; 0 takes a free one"
            ) from error
        await self._server.start()
        scheme = "http" if settings.certificate is None else "https"
        self.url = f"{scheme}://{host}:{port}"

    async def stop(self, grace: float) -> None:
        """Take no new calls, and finish those under way, within some seconds."""
        self._stopping.set()
        if self._server is not None:
            await self._server.stop(grace)
