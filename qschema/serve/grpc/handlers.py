"""From the path of a call to what answers it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import grpc

from qschema.client.transports.grpc.methods import SERVICES, methods_of
from qschema.serve.grpc import health, reflection
from qschema.serve.grpc.answering import Answering, Refusal


class Handlers(grpc.GenericRpcHandler):
    """All services: Qdrant's own, the standard one about health, and reflection.

    Args:
        answering: Answers the calls of Qdrant's own services.
        stopping: Set when the server is to stop: what has no end of its own ends then.
    """

    def __init__(self, answering: Answering, stopping: asyncio.Event) -> None:
        self._answering = answering
        self._watch = health.watching(stopping)
        self._paths = {method.path for service in SERVICES for method in methods_of(service)}

    def service(self, handler_call_details: Any) -> Any:
        """Return what answers a call; never None, so that a key is asked for even where there is no such call."""
        path = handler_call_details.method
        try:
            allowed = self._answering.allowed(path, handler_call_details.invocation_metadata)
        except Refusal as refusal:
            return _refusing(refusal)
        if path == health.CHECK:
            return grpc.unary_unary_rpc_method_handler(health.check)
        if path == health.WATCH:
            return grpc.unary_stream_rpc_method_handler(self._watch)
        if path in reflection.PATHS:
            return grpc.stream_stream_rpc_method_handler(reflection.answers(path))
        if path not in self._paths:
            return _refusing(Refusal("UNIMPLEMENTED", ""))

        async def answer(data: bytes, context: Any) -> bytes:
            try:
                return await self._answering.answer(path, data, allowed)
            except Refusal as refusal:
                await refusal.send(context)

        return grpc.unary_unary_rpc_method_handler(answer)


def _refusing(refusal: Refusal) -> Any:
    """A stream both ways, so that it can end any kind of call."""

    async def refuse(questions: AsyncIterator[bytes], context: Any) -> None:
        await refusal.send(context)

    return grpc.stream_stream_rpc_method_handler(refuse)
