"""A server as gRPC reaches it: its address, credentials, options and the metadata of every call."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from qschema.client.transports.address import Address
from qschema.client.transports.grpc.credentials import channel_credentials
from qschema.client.transports.grpc.metadata import Metadata, metadata
from qschema.client.transports.grpc.options import DEFAULT_POOL, channel_options
from qschema.client.transports.target import RestTarget


@dataclass(frozen=True, slots=True)
class GrpcServer:
    """A server, reached over gRPC.

    Attributes:
        target: What the client was told.
        address: Where it listens.
        metadata: That of every call.

    Raises:
        InvalidRequest: A header can't stand in metadata.
    """

    target: RestTarget
    address: Address
    metadata: Metadata

    @classmethod
    def of(cls, target: RestTarget) -> GrpcServer:
        """Return the server that a client was told of."""
        address = replace(target.address, port=target.grpc.port, prefix="")
        return cls(target, address, metadata(target.headers))

    @property
    def pool_size(self) -> int:
        """How many connections there are at the most."""
        return self.target.pool_size or DEFAULT_POOL

    def channel(self, kind: Any) -> Any:
        """Return a new channel, which connects with its first call.

        Args:
            kind: The module that makes it: `grpc`, or `grpc.aio` for an event loop.
        """
        place = self.address.base_url.partition("://")[2]
        place = place if place.rpartition("]")[2].count(":") else f"{place}:{self.address.port}"
        trust_env = self.target.httpx_options.get("trust_env", True)
        options = channel_options(
            self.target.headers.get("user-agent", ""), self.target.grpc.channel, trust_env=trust_env
        )
        compression = self.target.grpc.compression
        if self.address.scheme == "http":
            return kind.insecure_channel(place, options=list(options.items()), compression=compression)
        credentials, names = channel_credentials(self.target.tls, self.address, trust_env=trust_env)
        return kind.secure_channel(
            place, credentials, options=list({**names, **options}.items()), compression=compression
        )
