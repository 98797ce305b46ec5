"""How httpx is set up, the same for both of its clients."""

from __future__ import annotations

import ssl
from functools import cache
from typing import Any

import httpx

from qschema.client.transports.http_clients import host_header
from qschema.client.transports.target import RestTarget
from qschema.client.transports.tls import context_for

_KEEP_ALIVE_SECONDS = 4.0
"""A little less than the 5 s after which a server closes an idle connection (measured on 1.19.0)."""

_MOST_CONNECTIONS = 100


def http_options(target: RestTarget) -> dict[str, Any]:
    """Return the arguments for `httpx.Client` and `httpx.AsyncClient`; connections are always kept alive.

    Headers are not among them: the transports put them into each call.
    """
    most = target.pool_size or _MOST_CONNECTIONS
    trust_env = target.httpx_options.get("trust_env", True)
    plain = target.address.scheme == "http"
    return {
        "limits": httpx.Limits(
            max_connections=most, max_keepalive_connections=most, keepalive_expiry=_KEEP_ALIVE_SECONDS
        ),
        "timeout": None,
        "verify": _trusting_nobody() if plain else context_for(target.tls, trust_env=trust_env),
        **target.httpx_options,
    }


def constant_headers(target: RestTarget) -> dict[str, str]:
    """Return the headers of every call."""
    return {
        "host": host_header(target.address.base_url),
        "accept": "*/*",
        # Packing costs more than it saves where nothing travels over a wire.
        "accept-encoding": "identity" if target.address.is_loopback else "gzip, deflate",
        "connection": "keep-alive",
        **target.headers,
    }


@cache
def _trusting_nobody() -> ssl.SSLContext:
    """A TLS context without certificates: loading them takes 20 ms, and plain http has no use for them."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
