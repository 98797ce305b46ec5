"""Running a server until it is told to stop; what was acknowledged by then is kept."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import uvicorn

from qschema.client.embedded.transport import AsyncEmbeddedTransport
from qschema.serve.application import Application
from qschema.serve.settings import ServeError, Settings

_GRACE_SECONDS = 30


def run(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve an instance until the process is told to stop (SIGINT or SIGTERM), then finish the calls under way.

    Args:
        settings: What to serve, and how.
        ready: Called with the server's URL once it listens.

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
        server = _Server(config, lambda: ready(url))
        with suppress(SystemExit):  # how a failed start ends
            server.run(sockets=[listening])
    finally:
        listening.close()
    if not server.started:
        raise application.failure or ServeError("the server didn't start")


class _Server(uvicorn.Server):
    """A server that tells when it listens, and for which being told to stop is a good end."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Finish the calls under way; asked a second time, stop at once."""
        self.force_exit = self.should_exit
        self.should_exit = True


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
