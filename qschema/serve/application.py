"""The server as an ASGI application: bytes to a request, the request to the engine, its result back to bytes."""

from __future__ import annotations

import time
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.requests import Request as Incoming
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from qschema.client import requests
from qschema.client.errors import BadRequest, Forbidden, NotFound, QdrantError
from qschema.client.requests.base import Request
from qschema.client.requests.reading import NoSuchCall, read_call
from qschema.client.transports.base import AsyncTransport
from qschema.serve.access import OPEN_PATHS, Needs, key_in, needs
from qschema.serve.answers import UNAUTHORIZED, Answer, error_answer, result_answer
from qschema.serve.settings import Settings


class Application:
    """Answers calls as Qdrant does.

    Args:
        transport: The way to the engine. The application closes it when the server shuts down.
        settings: What the server was told.
    """

    def __init__(self, transport: AsyncTransport, settings: Settings) -> None:
        self._transport = transport
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call, or live from start to shutdown; see the ASGI specification."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            try:
                answer = await self._answer(Incoming(scope, receive))
            except ClientDisconnect:
                return
            response = Response(answer.body, answer.status, dict(answer.headers), answer.media or None)
            await response(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Open the instance before the first call, so that what is wrong with it is told at once; close it last."""
        await receive()
        try:
            await self._transport.send(requests.GetVersion())
        except QdrantError as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._transport.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, incoming: Incoming) -> Answer:
        started = time.perf_counter()
        try:
            path = self._path(incoming)
            allowed = self._settings.keys.allowed(key_in(_plain(incoming.headers)))
            if not allowed and path not in OPEN_PATHS:
                return UNAUTHORIZED
            query = incoming.url.query
            target = f"{path}?{query}" if query else path
            request = read_call(incoming.method, target, await self._body(incoming))
            await self._check_access(request, allowed | {Needs.READ})
            result = await self._transport.send(request)
        except QdrantError as error:
            return error_answer(error, time.perf_counter() - started)
        return result_answer(request, result, time.perf_counter() - started)

    def _path(self, incoming: Incoming) -> str:
        """Return the path as it stands in the request line, without the prefix."""
        path = bytes(incoming.scope["raw_path"]).decode("latin-1").partition("?")[0]
        prefix = self._settings.prefix
        if not path.startswith(prefix):
            raise NoSuchCall(f"every path begins with {prefix}", status=404)
        return path[len(prefix) :] or "/"

    async def _body(self, incoming: Incoming) -> bytes:
        """Return the body; what is too large is refused before it is read whole."""
        limit = self._settings.max_body
        parts: list[bytes] = []
        size = int(incoming.headers.get("content-length", 0))
        if size <= limit:
            size = 0
            async for part in incoming.stream():
                size += len(part)
                if size > limit:
                    break
                parts.append(part)
        if size > limit:
            raise BadRequest(f"the body is larger than {limit} bytes", status=400)
        return b"".join(parts)

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


def _plain(headers: Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
