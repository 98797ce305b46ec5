"""The server as an ASGI application: bytes to a request, the request to the engine, its result back to bytes."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.requests import Request as Incoming
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from qschema.client import requests
from qschema.client.embedded.errors import FolderInUse
from qschema.client.errors import Forbidden, NotFound, QdrantError, ServerError
from qschema.client.requests.base import Request
from qschema.client.requests.reading import NoSuchCall, find_call, read_call
from qschema.client.transports.base import AsyncTransport
from qschema.serve.access import OPEN_PATHS, Needs, key_in, needs
from qschema.serve.answers import BYTES, UNAUTHORIZED, Answer, error_answer, result_answer
from qschema.serve.bodies import read_body, uploaded
from qschema.serve.settings import Settings

_log = logging.getLogger(__name__)

_PATIENCE_SECONDS, _PAUSE_SECONDS = 5.0, 0.2
"""How long, and how often, a folder that is in use is tried: the engine of a server that was killed needs a moment to
see that, and to finish what it is at."""


class Application:
    """Answers calls as Qdrant does.

    Args:
        transport: The way to the engine. The application closes it when the server shuts down.
        settings: What the server was told.

    Attributes:
        failure: Why the instance couldn't be opened, None if it could.
    """

    def __init__(self, transport: AsyncTransport, settings: Settings) -> None:
        self._transport = transport
        self._settings = settings
        self.failure: QdrantError | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call, or live from start to shutdown; see the ASGI specification."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            async with AsyncExitStack() as open_until_sent:
                try:
                    response = await self._answer(Incoming(scope, receive), open_until_sent)
                except ClientDisconnect:
                    return
                await response(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Open the instance before the first call, so that what is wrong with it is told at once; close it last."""
        await receive()
        try:
            await self._open()
        except QdrantError as error:
            self.failure = error
            await self._transport.close()
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._transport.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _open(self) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                await self._transport.send(requests.GetVersion())
                return
            except FolderInUse:
                if time.monotonic() > deadline:
                    raise
            await asyncio.sleep(_PAUSE_SECONDS)

    async def _answer(self, incoming: Incoming, open_until_sent: AsyncExitStack) -> Response:
        started = time.perf_counter()
        plain = False
        try:
            path = self._path(incoming)
            allowed = self._settings.keys.allowed(key_in(_headers(incoming.headers)))
            if not allowed and path not in OPEN_PATHS:
                return _response(UNAUTHORIZED)
            request = await self._read(incoming, path, open_until_sent)
            plain = request.rest.answer == "bytes"
            await self._check_access(request, allowed | {Needs.READ})
            if plain:
                parts: AsyncIterator[bytes] = await open_until_sent.enter_async_context(self._transport.stream(request))
                return StreamingResponse(parts, media_type=BYTES)
            result = await self._transport.send(request)
            return _response(result_answer(request, result, time.perf_counter() - started))
        except QdrantError as error:
            return _response(error_answer(error, time.perf_counter() - started, plain=plain))
        except ClientDisconnect:
            raise
        except Exception as error:
            _log.exception("an answer failed")
            unforeseen = ServerError(f"{type(error).__name__}: {error}", status=500)
            return _response(error_answer(unforeseen, time.perf_counter() - started))

    async def _read(self, incoming: Incoming, path: str, open_until_sent: AsyncExitStack) -> Request[Any]:
        """Return the request that a call is; a file that came with it lies on the disk until the answer is sent."""
        query = incoming.url.query
        target = f"{path}?{query}" if query else path
        part = find_call(incoming.method, path).kind.rest.upload
        if part is not None:
            file = await open_until_sent.enter_async_context(uploaded(incoming, part))
            return read_call(incoming.method, target, b"", file)
        return read_call(incoming.method, target, await read_body(incoming, self._settings.max_body))

    def _path(self, incoming: Incoming) -> str:
        """Return the path as it stands in the request line, without the prefix."""
        path = bytes(incoming.scope["raw_path"]).decode("latin-1").partition("?")[0]
        prefix = self._settings.prefix
        if path != prefix and not path.startswith(f"{prefix}/"):
            raise NoSuchCall(f"every path begins with {prefix}", status=404)
        return path[len(prefix) :] or "/"

    async def _check_access(self, request: Request[Any], allowed: frozenset[Needs]) -> None:
        """Refuse what the caller's key doesn't allow; a write to a collection that isn't there finds that out first."""
        wanted = needs(type(request))
        if wanted in allowed:
            return
        if wanted is Needs.WRITE and request.collection is not None:
            there = await self._transport.send(requests.CollectionExists(request.collection))
            if not there.exists:
                raise NotFound(f"there is no collection {request.collection!r}", status=404)
        raise Forbidden(f"this key has no {wanted.value}", status=403)


def _headers(headers: Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, dict(answer.headers), answer.media or None)
