"""How httpx is set up, the same for both of its clients."""

from __future__ import annotations

import ssl
from functools import cache
from typing import Any

import httpx

from qschema.client.transports.target import RestTarget

_KEEP_ALIVE_SECONDS = 4.0
"""A little less than the 5 s after which a server closes an idle connection (measured on 1.19.0)."""

_MOST_CONNECTIONS = 100


def http_options(target: RestTarget) -> dict[str, Any]:
    """Return the arguments for `httpx.Client` and `httpx.AsyncClient`; connections are always kept alive."""
    most = target.pool_size or _MOST_CONNECTIONS
    headers = dict(target.headers)
    if target.address.is_loopback:
        # Packing costs more than it saves where nothing travels over a wire.
        headers.setdefault("accept-encoding", "identity")
    options: dict[str, Any] = {
        "headers": headers,
        "limits": httpx.Limits(
            max_connections=most, max_keepalive_connections=most, keepalive_expiry=_KEEP_ALIVE_SECONDS
        ),
        "timeout": None,
    }
    if target.address.scheme == "http":
        options["verify"] = _trusting_nobody()
    return {**options, **target.httpx_options}


@cache
def _trusting_nobody() -> ssl.SSLContext:
    """A TLS context without certificates: loading them takes 20 ms, and plain http has no use for them."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
