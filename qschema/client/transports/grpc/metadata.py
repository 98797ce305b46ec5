"""Headers as gRPC sends them: metadata."""

from __future__ import annotations

import re
from collections.abc import Mapping

from qschema.client.context_headers import get_context_headers
from qschema.client.errors import InvalidRequest

Metadata = tuple[tuple[str, str | bytes], ...]

_NAME = re.compile(r"[0-9a-z_.-]+")
"""What gRPC allows of what HTTP does."""

_OF_HTTP = frozenset(
    (
        *("accept", "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "expect"),
        *("host", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "user-agent"),
    )
)
"""Headers about HTTP itself, which gRPC sets as it needs them; the user agent is an option of the channel."""


def metadata(headers: Mapping[str, str]) -> Metadata:
    """Return headers as metadata; names are in lower case.

    Raises:
        InvalidRequest: A name can't stand in metadata.
    """
    return tuple((name, _value(name, value)) for name, value in headers.items() if name not in _OF_HTTP)


def _value(name: str, value: str) -> str | bytes:
    if not _NAME.fullmatch(name) or name.startswith("grpc-"):
        raise InvalidRequest(f"the header {name!r} can't be sent over gRPC", fix="choose another name, or use REST")
    return value.encode("ascii") if name.endswith("-bin") else value


def here_and_now(standing: Metadata, token: Mapping[str, str]) -> Metadata:
    """Return the metadata of a call: those of every call, the bearer token, and those of the context, which win.

    Raises:
        InvalidRequest: A name can't stand in metadata.
    """
    here = metadata({**token, **get_context_headers()})
    if not here:
        return standing
    names = {name for name, _ in here}
    return (*(one for one in standing if one[0] not in names), *here)
