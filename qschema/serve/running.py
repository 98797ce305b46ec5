"""Running a server until it is told to stop; what was acknowledged by then is kept."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn

from qschema.client.embedded.transport import AsyncEmbeddedTransport
from qschema.client.transports.base import AsyncTransport
from qschema.serve.application import Application
from qschema.serve.settings import ServeError, Settings

if TYPE_CHECKING:
    from qschema.serve.grpc.running import GrpcServer

_GRACE_SECONDS = 30


def run(settings: Settings, ready: Callable[[str, str | None], None]) -> None:
    """Serve an instance until the process is told to stop (SIGINT or SIGTERM), then finish the calls under way.

    Args:
        settings: What to serve, and how.
        ready: Called with the server's URL once it listens, and with that of gRPC if it is served.

    Raises:
        ServeError: The settings can't work, or the address is taken.
        QdrantError: The instance can't be opened.
    """
    settings.check()
    listening = _listen(settings)
    try:
        transport = AsyncEmbeddedTransport(None if settings.path is None else str(settings.path))
        application = Application(transport, settings)
        config = uvicorn.Config(
            application,
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            lifespan="on",
            ssl_certfile=settings.certificate,
            ssl_keyfile=settings.private_key,
            timeout_graceful_shutdown=_GRACE_SECONDS,
            timeout_keep_alive=75,
        )
        _load(config, settings)
        url = _url(settings, listening.getsockname()[1])
        grpc_server = _grpc_server(transport, settings)
        server = _Server(config, application, grpc_server, lambda grpc_url: ready(url, grpc_url))
        with suppress(SystemExit):  # how a failed start ends
            server.run(sockets=[listening])
    finally:
        listening.close()
    if application.failure is not None:
        raise application.failure
    if not server.started:
        raise ServeError("the server didn't start")


class _Server(uvicorn.Server):
    """A server that tells when it listens, has gRPC beside it, and for which being told to stop is a good end."""

    def __init__(
        self,
        config: uvicorn.Config,
        application: Application,
        grpc_server: GrpcServer | None,
        ready: Callable[[str | None], None],
    ) -> None:
        super().__init__(config)
        self._application = application
        self._grpc = grpc_server
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if not self.started:
            return
        try:
            if self._grpc is not None:
                await self._grpc.start()
        except ServeError as error:
            self._application.failure = error
            self.should_exit = True
            return
        self._ready(None if self._grpc is None else self._grpc.url)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Have the calls of both kinds end at the same time, and the instance closed after the last of them."""
        if self._grpc is None:
            await super().shutdown(sockets=sockets)
            return
        stopping = asyncio.ensure_future(self._grpc.stop(_GRACE_SECONDS))
        self._application.before_closing = lambda: asyncio.shield(stopping)
        await super().shutdown(sockets=sockets)
        if self.force_exit:
            await self._grpc.stop(0)
        await stopping

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Finish the calls under way; asked a second time, stop at once."""
        self.force_exit = self.should_exit
        self.should_exit = True


def _grpc_server(transport: AsyncTransport, settings: Settings) -> GrpcServer | None:
    if settings.grpc_port is None:
        return None
    from qschema.serve.grpc.running import GrpcServer

    return GrpcServer(transport, settings, settings.grpc_port)


def _load(config: uvicorn.Config, settings: Settings) -> None:
    try:
        config.load()
    except OSError as error:  # an ssl.SSLError is one
        raise ServeError(
            f"the certificate can't be used: {error.strerror or error}",
            where=str(settings.certificate),
            fix="give a certificate as PEM, and the private key that belongs to it",
        ) from error


def _listen(settings: Settings) -> socket.socket:
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        plain = socket.create_server((settings.host, settings.port), family=family, backlog=1024)
        # asyncio sends off small answers at once (TCP_NODELAY) only where the socket says that it is TCP.
        return socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, fileno=plain.detach())
    except OSError as error:
        raise ServeError(
            f"can't listen at {settings.host}:{settings.port}: {error.strerror or error}",
            fix="choose another --port; 0 takes a free one",
        ) from error


def _url(settings: Settings, port: int) -> str:
    scheme = "http" if settings.certificate is None else "https"
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{scheme}://{host}:{port}{settings.prefix}"
