"""From a place to the transport that reaches it. What a place doesn't need is never imported."""

from __future__ import annotations

from qschema.client.transports.base import AsyncTransport, Transport
from qschema.client.transports.target import EmbeddedTarget, RestTarget
from qschema.client.warning import warn_caller


def open_transport(target: EmbeddedTarget | RestTarget) -> Transport:
    """Return the blocking transport to a place."""
    if isinstance(target, EmbeddedTarget):
        from qschema.client.embedded.transport import EmbeddedTransport

        return EmbeddedTransport(target.path)
    from qschema.client.transports.rest import RestTransport

    return RestTransport(target)


def open_async_transport(target: EmbeddedTarget | RestTarget) -> AsyncTransport:
    """Return the transport to a place for an event loop."""
    if isinstance(target, EmbeddedTarget):
        from qschema.client.embedded.transport import AsyncEmbeddedTransport

        return AsyncEmbeddedTransport(target.path)
    from qschema.client.transports.rest_async import AsyncRestTransport

    return AsyncRestTransport(target)


def warn_of_exposed_secrets(target: EmbeddedTarget | RestTarget) -> None:
    """Warn the caller if an API key or a token would travel where others can read it."""
    if isinstance(target, RestTarget) and target.exposes_secrets:
        warn_caller(f"the API key or token travels unencrypted to {target.address.base_url}: use https")
