"""What is checked of every request before it is carried out: everything that doesn't depend on what there is."""

from __future__ import annotations

from typing import Any

from qschema.client import requests
from qschema.client.embedded.forms import check_form
from qschema.client.embedded.names import check_address
from qschema.client.embedded.version import VERSION
from qschema.client.errors import BadRequest, ValidationFailed, error_for
from qschema.client.limits import first_breach_of
from qschema.client.newer import SERVER, first_newer_of
from qschema.client.requests.base import Request
from qschema.client.walking import models_in

_IN_BULK = (requests.UpsertPoints, requests.UpdateVectors, requests.BatchUpdate)
"""Bodies with many points; the shard checks each of them where it turns them into its own."""


_AT_ONCE = (
    requests.CreateCollection,
    requests.UpdateCollection,
    requests.DeleteCollection,
    requests.UpdateAliases,
)
"""Calls whose timeout can't be 0 seconds; that of writes can, and that of reads can't be read (measured on 1.19.0)."""


def check(request: Request[Any]) -> None:
    """Check a request.

    Raises:
        UnexpectedResponse: A server would refuse it.
    """
    if request.collection is not None:
        check_address(request.collection)
    if getattr(request, "consistency", None) == 0:
        raise BadRequest("consistency is a number of replicas from 1, or a rule", status=400)
    if hasattr(request, "consistency") and getattr(request, "timeout", None) == 0:
        raise BadRequest("the timeout of a read is a number of seconds from 1", status=400)
    if isinstance(request, _AT_ONCE) and request.timeout == 0:
        raise ValidationFailed("timeout must be 1 or larger", status=422)
    body = getattr(request, "body", None)
    if body is None:
        return
    check_form(body)
    if isinstance(request, _IN_BULK):
        return
    found = models_in(body)
    if newer := first_newer_of(found, SERVER):
        raise BadRequest(
            f"{_place(newer.path)} needs Qdrant {newer.first[0]}.{newer.first[1]}; the embedded engine is {VERSION}",
            status=400,
            fix="leave it out, or use a newer server",
        )
    if breach := first_breach_of(found):
        raise error_for(breach.status)(f"{_place(breach.path)} {breach.what}", status=breach.status)


def _place(path: tuple[str, ...]) -> str:
    return ".".join(path) or "the body"
