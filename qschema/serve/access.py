"""Who may do what: the keys of a server, and what each call needs.

Measured on Qdrant 1.19.0: without a key only what tells that the server lives can be asked. The read-only key gets
a 403 for what changes the instance as a whole, whether or not there is such a collection; a write to a collection that
isn't there is a 404 before it is a 403.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from qschema.client import requests
from qschema.client.errors import Forbidden, NotFound
from qschema.client.requests.base import Request
from qschema.client.transports.base import AsyncTransport

OPEN_PATHS = frozenset(("/", "/healthz", "/livez", "/readyz"))
"""Paths that answer without a key."""

_BEARER = "bearer "


class Needs(Enum):
    """What a call needs to be allowed."""

    READ = "read"
    WRITE = "write access to the collection"
    MANAGE = "manage access to the instance"


_WRITES: tuple[type[Request[Any]], ...] = (
    requests.BatchUpdate,
    requests.ClearPayload,
    requests.CreatePayloadIndex,
    requests.CreateVectorName,
    requests.DeletePayload,
    requests.DeletePayloadIndex,
    requests.DeletePoints,
    requests.DeleteVectorName,
    requests.DeleteVectors,
    requests.OverwritePayload,
    requests.SetPayload,
    requests.UpdateVectors,
    requests.UpsertPoints,
)

_READS: tuple[type[Request[Any]], ...] = (
    requests.CountPoints,
    requests.Facet,
    requests.QueryGroups,
    requests.QueryBatch,
    requests.QueryPoints,
    requests.RetrievePoints,
    requests.ScrollPoints,
    requests.SearchMatrixOffsets,
    requests.SearchMatrixPairs,
)
"""Calls that read although their verb is POST."""


def needs(kind: type[Request[Any]]) -> Needs:
    """Return what a call needs: whatever isn't known as a write or a read changes the instance."""
    if kind in _WRITES:
        return Needs.WRITE
    if kind is requests.StreamShardSnapshot:
        return Needs.MANAGE
    return Needs.READ if kind in _READS or kind.rest.verb == "GET" else Needs.MANAGE


def check_needs(kind: type[Request[Any]], allowed: frozenset[Needs]) -> None:
    """Refuse a call that the caller's key doesn't allow.

    Raises:
        Forbidden: The key doesn't.
    """
    wanted = needs(kind)
    if wanted not in allowed:
        raise Forbidden(f"this key has no {wanted.value}", status=403)


async def check_access(transport: AsyncTransport, request: Request[Any], allowed: frozenset[Needs]) -> None:
    """Refuse what the caller's key doesn't allow; a write to a collection that isn't there finds that out first.

    Raises:
        NotFound: There is no such collection.
        Forbidden: The key doesn't allow it.
    """
    wanted = needs(type(request))
    if wanted is Needs.WRITE and wanted not in allowed and request.collection is not None:
        there = await transport.send(requests.CollectionExists(request.collection))
        if not there.exists:
            raise NotFound(f"there is no collection {request.collection!r}", status=404)
    check_needs(type(request), allowed)


@dataclass(frozen=True)
class Keys:
    """The keys that a server knows.

    Attributes:
        full: The key that may do everything; None if there is none.
        read_only: The key that may only read; None if there is none.
    """

    full: str | None = field(default=None, repr=False)
    read_only: str | None = field(default=None, repr=False)

    @property
    def wanted(self) -> bool:
        """Whether a caller needs a key at all."""
        return self.full is not None or self.read_only is not None

    def allowed(self, key: str | None) -> frozenset[Needs]:
        """Return what a key allows; nothing if it is none of ours. Takes as long for every wrong key."""
        if not self.wanted:
            return frozenset(Needs)
        given = (key or "").encode("latin-1")  # headers are read so: these are the bytes that came
        is_full = _same(given, self.full)
        is_read_only = _same(given, self.read_only)
        if is_full:
            return frozenset(Needs)
        return frozenset((Needs.READ,)) if is_read_only else frozenset()


def key_in(headers: dict[str, str]) -> str | None:
    """Return the key in the headers of a call: `api-key`, or a bearer token."""
    if "api-key" in headers:
        return headers["api-key"]
    authorization = headers.get("authorization", "")
    return authorization[len(_BEARER) :] if authorization.lower().startswith(_BEARER) else None


def _same(given: bytes, key: str | None) -> bool:
    return key is not None and hmac.compare_digest(given, key.encode())
