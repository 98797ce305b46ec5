"""The methods of Qdrant's services as they are: messages in, messages out, and gRPC's own errors.

For those who build messages by hand. Each call has the client's metadata, and its limit where it has none of its own.
"""

from __future__ import annotations

from typing import Any, Protocol

from qschema.client.transports.deadline import DEFAULT_SECONDS
from qschema.client.transports.grpc.metadata import Metadata
from qschema.client.transports.grpc.methods import Method, methods_of


class _Blocking(Protocol):
    def raw(self, method: Method) -> Any: ...

    def metadata(self) -> Metadata: ...


class _EventLoop(Protocol):
    def raw(self, method: Method) -> Any: ...

    async def metadata(self, seconds: float) -> Metadata: ...


class Stub:
    """The methods of one service, each under its own name: `stub.Upsert(message)`.

    Args:
        transport: The way to the server.
        service: The service, as `qdrant.Points`.
        limit: Seconds that a call may take which says nothing else.
    """

    def __init__(self, transport: _Blocking, service: str, limit: float | None) -> None:
        for method in methods_of(service):
            setattr(self, method.name, _Call(transport, method, limit or DEFAULT_SECONDS))

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"the service has no method {name!r}")


class AsyncStub:
    """The methods of one service, to be awaited; see `Stub`."""

    def __init__(self, transport: _EventLoop, service: str, limit: float | None) -> None:
        for method in methods_of(service):
            setattr(self, method.name, _AsyncCall(transport, method, limit or DEFAULT_SECONDS))

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"the service has no method {name!r}")


class _Call:
    def __init__(self, transport: _Blocking, method: Method, limit: float) -> None:
        self._transport = transport
        self._method = method
        self._limit = limit

    def __call__(self, request: Any, timeout: float | None = None, **options: Any) -> Any:
        return self._made()(request, **self._options(timeout, options))

    def with_call(self, request: Any, timeout: float | None = None, **options: Any) -> Any:
        """Return the answer, and the call with its metadata."""
        return self._made().with_call(request, **self._options(timeout, options))

    def future(self, request: Any, timeout: float | None = None, **options: Any) -> Any:
        """Return what the answer will be in."""
        return self._made().future(request, **self._options(timeout, options))

    def _made(self) -> Any:
        return self._transport.raw(self._method)

    def _options(self, timeout: float | None, options: dict[str, Any]) -> dict[str, Any]:
        return _with_metadata(self._transport.metadata(), timeout or self._limit, options)


class _AsyncCall:
    def __init__(self, transport: _EventLoop, method: Method, limit: float) -> None:
        self._transport = transport
        self._method = method
        self._limit = limit

    async def __call__(self, request: Any, timeout: float | None = None, **options: Any) -> Any:
        seconds = timeout or self._limit
        metadata = await self._transport.metadata(seconds)
        return await self._transport.raw(self._method)(request, **_with_metadata(metadata, seconds, options))


def _with_metadata(standing: Metadata, seconds: float, options: dict[str, Any]) -> dict[str, Any]:
    given = tuple(options.pop("metadata", None) or ())
    return {"timeout": seconds, "metadata": (*standing, *given), **options}
