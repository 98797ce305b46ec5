"""The connections of a client over gRPC: a few channels, used in turn, each opened when its turn comes."""

from __future__ import annotations

from itertools import count
from threading import Lock
from typing import Any

from qschema.client.errors import ClientClosed
from qschema.client.grpc.foreign import own
from qschema.client.transports.grpc.forked import note_use
from qschema.client.transports.grpc.methods import Method
from qschema.client.transports.grpc.server import GrpcServer


class Channels:
    """Channels to one server. Threads may share them.

    Args:
        server: The server.
        kind: The module that makes channels: `grpc`, or `grpc.aio` for the event loop that runs.
    """

    def __init__(self, server: GrpcServer, kind: Any) -> None:
        self._server = server
        self._kind = kind
        self._turns = count()
        self._lock = Lock()
        self._channels: list[Any] = []
        self._calls: list[dict[str, Any]] = []
        self._closed = False

    def call(self, path: str) -> Any:
        """Return what makes a call, bytes in and bytes out, on the channel whose turn it is.

        Raises:
            ClientClosed: The channels are closed.
            QdrantError: There can be no channel.
        """
        turn = self._turn()
        calls = self._calls[turn]
        made = calls.get(path)
        if made is None:
            made = calls[path] = self._channels[turn].unary_unary(path)
        return made

    def raw(self, method: Method) -> Any:
        """Return what makes a call, messages in and messages out, likewise."""
        channel = self._channels[self._turn()]
        return channel.unary_unary(method.path, written, method.answer.FromString)

    def close(self) -> list[Any]:
        """Let nobody make calls any more; return the channels, for the caller to close."""
        with self._lock:
            self._closed = True
            return self._channels

    def _turn(self) -> int:
        turn = next(self._turns) % self._server.pool_size
        return turn if turn < len(self._channels) and not self._closed else self._opened()

    def _opened(self) -> int:
        with self._lock:
            if self._closed:
                raise ClientClosed("the client is closed", url=self._server.address.base_url, fix="make a new one")
            note_use()
            self._calls.append({})
            self._channels.append(self._server.channel(self._kind))
            return len(self._channels) - 1


def written(message: Any) -> bytes:
    """Return a message as bytes, one of another package too."""
    data: bytes = own(message).SerializeToString()
    return data
