"""One call over gRPC: bytes to a request, the request to the engine, its result back to bytes.

Measured on Qdrant 1.19.0: a call without a key is refused before it is read, and even where there is no such call; a
message that can't be read is INTERNAL, whatever the key allows.
"""

from __future__ import annotations

import logging
import time
from email.utils import formatdate
from typing import Any, NoReturn

import grpc
from google.protobuf.message import DecodeError

from qschema.client.errors import QdrantError, RateLimited
from qschema.client.grpc.calls import by_path
from qschema.client.newer import SERVER, drop_newer
from qschema.client.transports.base import AsyncTransport
from qschema.client.transports.grpc.statuses import QUOTA_MARKER, RETRY_AFTER, VALIDATION, name_of
from qschema.serve.access import Keys, Needs, check_access, key_in

_log = logging.getLogger(__name__)

OPEN_PATHS = frozenset(("/qdrant.Qdrant/HealthCheck", "/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch"))
"""Calls that are answered without a key."""


class Refusal(Exception):  # noqa: N818 - an answer, not a mistake
    """An answer that is no result.

    Args:
        code: gRPC's name of the status.
        said: The text that goes with it.
        extra: Further metadata.
    """

    def __init__(self, code: str, said: str, **extra: str) -> None:
        super().__init__(code, said)
        self.code = code
        self.said = said
        self.extra = {name.replace("_", "-"): value for name, value in extra.items()}

    async def send(self, context: Any) -> NoReturn:
        """End the call with this answer. The date tells a client that it comes from a server, not from its own side."""
        trailing = {"date": formatdate(usegmt=True), **self.extra}
        await context.abort(grpc.StatusCode[self.code], self.said, tuple(trailing.items()))
        raise AssertionError("a call that was ended went on")


class Answering:
    """Answers calls as Qdrant does.

    Args:
        transport: The way to the engine.
        keys: Which keys allow what.
    """

    def __init__(self, transport: AsyncTransport, keys: Keys) -> None:
        self._transport = transport
        self._keys = keys

    def allowed(self, path: str, metadata: Any) -> frozenset[Needs]:
        """Return what the caller may do.

        Raises:
            Refusal: Nothing, and the call is none that anybody may make.
        """
        headers = {name.lower(): value for name, value in metadata or () if isinstance(value, str)}
        allowed = self._keys.allowed(key_in(headers))
        if not allowed and path not in OPEN_PATHS:
            raise Refusal("UNAUTHENTICATED", "This server wants an API key, or a bearer token.")
        return allowed | {Needs.READ}

    async def answer(self, path: str, data: bytes, allowed: frozenset[Needs]) -> bytes:
        """Return the answer to a call.

        Raises:
            Refusal: It is no result.
        """
        started = time.perf_counter()
        try:
            call = by_path()[path]
            message = call.request_class.FromString(data)
        except DecodeError as error:
            raise Refusal("INTERNAL", f"the message can't be read: {error}") from error
        try:
            request = call.request_from(message)
            if (body := getattr(request, "body", None)) is not None:
                drop_newer(body, SERVER)
            await check_access(self._transport, request, allowed)
            answer: Any = call.answer_from(request, await self._transport.send(request))
            if "time" in answer.DESCRIPTOR.fields_by_name:
                answer.time = time.perf_counter() - started
            written: bytes = answer.SerializeToString()
            return written
        except QdrantError as error:
            raise refusal_of(error) from error
        except Exception as error:
            _log.exception("an answer failed")
            raise Refusal("INTERNAL", f"{type(error).__name__}: {error}") from error


def refusal_of(error: QdrantError) -> Refusal:
    """Return the answer that tells of an error; where it has no status, the engine can't be reached."""
    said = ". ".join(text for text in (error.what, error.why) if text)
    extra = {}
    if error.status == 422:
        said = f"{VALIDATION}body: {said}"
    elif error.status == 507:
        extra[QUOTA_MARKER] = "1"
    elif isinstance(error, RateLimited) and error.retry_after is not None:
        extra[RETRY_AFTER] = f"{error.retry_after:.0f}"
    return Refusal(name_of(error.status), said, **extra)
