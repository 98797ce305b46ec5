"""The server as an ASGI application: bytes to a request, the request to the engine, its result back to bytes."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.requests import Request as Incoming
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from qschema.client import requests
from qschema.client.embedded.errors import FolderInUse
from qschema.client.embedded.snapshots.calls import RecoverStorage
from qschema.client.errors import QdrantError, ServerError
from qschema.client.requests.base import Request
from qschema.client.requests.reading import NoSuchCall, find_call, read_call
from qschema.client.transports.base import AsyncTransport
from qschema.serve.access import OPEN_PATHS, Needs, check_access, check_needs, key_in
from qschema.serve.answers import BYTES, UNAUTHORIZED, Answer, error_answer, file_headers, result_answer
from qschema.serve.bodies import read_body, uploaded
from qschema.serve.settings import ServeError, Settings

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
        before_closing: Waited for before the instance is closed: calls that come in some other way end first.
    """

    def __init__(self, transport: AsyncTransport, settings: Settings) -> None:
        self._transport = transport
        self._settings = settings
        self.failure: QdrantError | ServeError | None = None
        self.before_closing: Callable[[], Awaitable[None]] | None = None

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
        except (QdrantError, ServeError) as error:
            self.failure = error
            await self._transport.close()
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        if self.before_closing is not None:
            await self.before_closing()
        await self._transport.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _open(self) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                await self._transport.send(requests.GetVersion())
                break
            except FolderInUse:
                if time.monotonic() > deadline:
                    raise
            await asyncio.sleep(_PAUSE_SECONDS)
        if (snapshot := self._settings.storage_snapshot) is not None:
            await self._begin_with(snapshot)

    async def _begin_with(self, snapshot: Path) -> None:
        """Put the snapshot of a whole instance into this one.

        Raises:
            ServeError: It can't be done.
        """
        try:
            await self._transport.send(RecoverStorage(str(snapshot.absolute())))
        except QdrantError as error:
            raise ServeError(
                f"the instance can't begin with this snapshot: {error.what}",
                where=str(snapshot),
                why=error.why,
                fix=error.fix or "give a file that `create_full_snapshot` made, or leave --storage-snapshot out",
            ) from error

    async def _answer(self, incoming: Incoming, open_until_sent: AsyncExitStack) -> Response:
        started = time.perf_counter()
        plain = False
        try:
            path = self._path(incoming)
            allowed = self._settings.keys.allowed(key_in(_headers(incoming.headers)))
            if not allowed and path not in OPEN_PATHS:
                return _response(UNAUTHORIZED)
            kind = find_call(incoming.method, path).kind
            plain = kind.rest.upload is not None  # what is wrong with a form is told in plain text
            if plain:
                check_needs(kind, allowed)  # before the file is read
            body, file = await self._body(incoming, kind, open_until_sent)
            plain = False
            query = incoming.url.query
            request = read_call(incoming.method, f"{path}?{query}" if query else path, body, file)
            plain = kind.rest.answer == "bytes"  # and so is why there is no file
            await check_access(self._transport, request, allowed | {Needs.READ})
            if plain:
                parts: AsyncIterator[bytes] = await open_until_sent.enter_async_context(self._transport.stream(request))
                return StreamingResponse(parts, headers=file_headers(request), media_type=BYTES)
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

    async def _body(
        self, incoming: Incoming, kind: type[Request[Any]], open_until_sent: AsyncExitStack
    ) -> tuple[bytes, str | None]:
        """Return the body of a call, or the file that came instead, which lies on the disk until the answer is sent."""
        part = kind.rest.upload
        if part is None:
            return await read_body(incoming, self._settings.max_body), None
        return b"", str(await open_until_sent.enter_async_context(uploaded(incoming, part)))

    def _path(self, incoming: Incoming) -> str:
        """Return the path as it stands in the request line, without the prefix."""
        path = bytes(incoming.scope["raw_path"]).decode("latin-1").partition("?")[0]
        prefix = self._settings.prefix
        if path != prefix and not path.startswith(f"{prefix}/"):
            raise NoSuchCall(f"every path begins with {prefix}", status=404)
        return path[len(prefix) :] or "/"


def _headers(headers: Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, dict(answer.headers), answer.media or None)
