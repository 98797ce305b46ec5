"""What a client is told of gRPC, and how its channels are set up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DEFAULT_PORT = 6334
"""Port of Qdrant's gRPC API."""

DEFAULT_POOL = 3
"""Connections of a client that says nothing else, as many as the official client opens."""

_TLS_OPTIONS = frozenset(("root_certificates", "private_key", "certificate_chain"))
"""What stands among the options of the official client, but is none of gRPC's; see `tls.read_tls`."""

_DEFLATE = 1
"""grpc.Compression.Deflate. A server answers it with UNIMPLEMENTED (measured on 1.19.0); it reads gzip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrpcOptions:
    """How a server is reached over gRPC.

    Attributes:
        prefer: Whether calls go over gRPC where they can.
        port: The port.
        compression: A member of `grpc.Compression`, or None.
        channel: Further options of channels, by gRPC's names; they win over ours.
    """

    prefer: bool = False
    port: int = DEFAULT_PORT
    compression: Any = None
    channel: Mapping[str, Any] = field(default_factory=dict, repr=False)


def read_grpc_options(
    prefer: bool, port: int | None, options: Mapping[str, Any] | None, compression: Any
) -> GrpcOptions:
    """Read what a client's constructor was told of gRPC.

    Raises:
        ValueError: No server has such a port, or reads what is compressed so.
        TypeError: The compression is none of gRPC's.
    """
    if compression is not None:
        from grpc import Compression

        if not isinstance(compression, Compression):
            raise TypeError(f"grpc_compression is a grpc.Compression, not a {type(compression).__name__}")
        if compression.value == _DEFLATE:
            raise ValueError("servers don't read what is compressed with Deflate: use grpc.Compression.Gzip")
    number = DEFAULT_PORT if port is None else port
    if not 0 < number < 65536:
        raise ValueError(f"grpc_port is a number from 1 to 65535, not {port}")
    own = {name: value for name, value in (options or {}).items() if name not in _TLS_OPTIONS}
    return GrpcOptions(prefer=prefer, port=number, compression=compression, channel=own)


def channel_options(user_agent: str, given: Mapping[str, Any], *, trust_env: bool = True) -> dict[str, Any]:
    """Return the options of every channel, by gRPC's names.

    Args:
        user_agent: Who calls.
        given: What the caller wants; it wins.
        trust_env: Whether a proxy that stands in the environment is used.
    """
    return {
        # Neither side limits messages by itself: a server reads what it gets (1.19.0, src/tonic/mod.rs).
        "grpc.max_send_message_length": -1,
        "grpc.max_receive_message_length": -1,
        # Without its own, a channel shares the connection of all others with the same options: no pool at all.
        "grpc.use_local_subchannel_pool": 1,
        # What is between may forget a connection that is silent for some minutes; a call would hang on it.
        "grpc.keepalive_time_ms": 60_000,
        "grpc.keepalive_timeout_ms": 20_000,
        "grpc.keepalive_permit_without_calls": 1,
        "grpc.http2.max_pings_without_data": 0,
        # After a failure, calls fail at once until this pause is over. It is shorter than those between our attempts.
        "grpc.initial_reconnect_backoff_ms": 100,
        "grpc.max_reconnect_backoff_ms": 2_000,
        # Attempts are counted in `retries`, the same for all transports.
        "grpc.enable_retries": 0,
        "grpc.enable_http_proxy": int(trust_env),
        "grpc.primary_user_agent": user_agent,
        **given,
    }
