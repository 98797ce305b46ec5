"""What an answer leaves out because it is empty, put in where it was asked for: a message has no empty payload.

A server 1.19.0 sends `{}` over REST for a point without a payload, where payloads were wanted, and leaves the field
out where they weren't (measured). Over gRPC an empty map and none are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qschema.client import models, requests
from qschema.client.requests.base import Request


def fill_in(request: Request[Any], result: Any) -> None:
    """Give the points of a result empty payloads where the request asks for payloads."""
    for wanted, points in _asked(request, result):
        if wanted:
            for point in points:
                if point.payload is None:
                    point.payload = {}


def _asked(request: Request[Any], result: Any) -> Iterator[tuple[Any, Any]]:
    """Yield whether payloads were asked for, and the points that were found."""
    if isinstance(request, requests.QueryPoints):
        yield request.body.with_payload, result.points
    elif isinstance(request, requests.RetrievePoints):
        yield request.body.with_payload, result
    elif isinstance(request, requests.ScrollPoints):
        yield request.body.with_payload, result.points
    elif isinstance(request, requests.QueryBatch):
        for search, found in zip(request.body.searches, result, strict=False):
            yield search.with_payload, found.points
    elif isinstance(request, requests.QueryGroups):
        for group in result.groups:
            yield request.body.with_payload, group.hits
            yield _of_lookup(request.body.with_lookup), [group.lookup] if group.lookup else []
    elif isinstance(request, requests.GetPoint):
        yield True, [result]


def _of_lookup(lookup: Any) -> Any:
    return lookup.with_payload if isinstance(lookup, models.WithLookup) else lookup is not None
