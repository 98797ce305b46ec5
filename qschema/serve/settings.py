"""What a server is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import ClassVar

from qschema.client.limits import MAX_BODY_BYTES
from qschema.errors import QschemaError
from qschema.serve.access import Keys


class ServeError(QschemaError):
    """A server can't be started as it was told to."""

    code: ClassVar[str] = "serve.settings"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How to serve an instance.

    Attributes:
        host: The address to listen at.
        port: The port; 0 takes a free one.
        grpc_port: The port of gRPC, likewise; None leaves gRPC out.
        path: The folder of the instance; None for one that is forgotten at the end.
        storage_snapshot: The snapshot of a whole instance with which an empty one begins; None begins with nothing.
        keys: Which keys allow what.
        prefix: The path before every call's path: empty, or `/some/path`.
        certificate: The file of the TLS certificate with its chain; None for plain http.
        private_key: The file of its private key.
        max_body: The largest body that is read, in bytes.
    """

    host: str = "127.0.0.1"
    port: int = 6333
    grpc_port: int | None = None
    path: Path | None = None
    storage_snapshot: Path | None = None
    keys: Keys = field(default_factory=Keys)
    prefix: str = ""
    certificate: Path | None = None
    private_key: Path | None = None
    max_body: int = MAX_BODY_BYTES

    def check(self) -> None:
        """Refuse what would expose the instance, or can't work.

        Raises:
            ServeError: It would.
        """
        if (self.certificate is None) != (self.private_key is None):
            raise ServeError(
                "a certificate and its private key belong together", fix="give --tls-cert and --tls-key, or neither"
            )
        for file in (self.certificate, self.private_key, self.storage_snapshot):
            if file is not None and not file.is_file():
                raise ServeError("there is no such file", where=str(file))
        if "" in (self.keys.full, self.keys.read_only):
            raise ServeError("a key is empty, so that everybody would have it", fix="give one, or leave the option out")
        if self.keys.full is None and self.keys.read_only is not None:
            raise ServeError("with a read-only key alone nobody could write", fix="give --api-key as well")
        if not self.keys.wanted and not _is_loopback(self.host):
            raise ServeError(
                f"without a key, everybody who reaches {self.host} could read and delete everything",
                fix="give --api-key, or listen at 127.0.0.1",
            )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
