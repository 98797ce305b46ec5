"""From a place to the transport that reaches it. What a place doesn't need is never imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qschema.client.errors import QdrantError
from qschema.client.transports.base import AsyncTransport, Transport
from qschema.client.transports.target import EmbeddedTarget, RestTarget
from qschema.client.warning import warn_caller

if TYPE_CHECKING:
    from qschema.client.transports.grpc.blocking import GrpcTransport
    from qschema.client.transports.rest import RestTransport


def open_transport(target: EmbeddedTarget | RestTarget) -> Transport:
    """Return the blocking transport to a place."""
    if isinstance(target, EmbeddedTarget):
        from qschema.client.embedded.transport import EmbeddedTransport

        return EmbeddedTransport(target.path, read_only=target.read_only)
    return open_server(target)


def open_server(target: RestTarget) -> RestTransport | GrpcTransport:
    """Return the blocking transport to a server."""
    if target.grpc.prefer:
        from qschema.client.transports.grpc.blocking import GrpcTransport

        return GrpcTransport(target)
    from qschema.client.transports.rest import RestTransport

    return RestTransport(target)


def open_async_transport(target: EmbeddedTarget | RestTarget) -> AsyncTransport:
    """Return the transport to a place for an event loop."""
    if isinstance(target, EmbeddedTarget):
        from qschema.client.embedded.transport import AsyncEmbeddedTransport

        return AsyncEmbeddedTransport(target.path, read_only=target.read_only)
    if target.grpc.prefer:
        from qschema.client.transports.grpc.event_loop import AsyncGrpcTransport

        return AsyncGrpcTransport(target)
    from qschema.client.transports.rest_async import AsyncRestTransport

    return AsyncRestTransport(target)


def stub_of(transport: Any, service: str) -> Any:
    """Return the methods of one of gRPC's services, given as `Points`.

    Raises:
        QdrantError: The instance speaks no gRPC.
    """
    if not hasattr(transport, "stub"):
        raise QdrantError("the engine in this process speaks no gRPC", fix="use the client's methods")
    return transport.stub(f"qdrant.{service}")


def warn_of_exposed_secrets(target: EmbeddedTarget | RestTarget) -> None:
    """Warn the caller if an API key or a token would travel where others can read it."""
    if isinstance(target, RestTarget) and target.exposes_secrets:
        warn_caller(f"the API key or token travels unencrypted to {target.address.base_url}: use https")
