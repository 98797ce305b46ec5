"""Payloads and vectors that were asked for and are empty: gRPC leaves them out, REST shows them, and so do results."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qschema.client import models, requests
from qschema.client.requests.base import Request


def show_emptiness(request: Request[Any], result: Any) -> None:
    """Put empty payloads and vectors in place of what an answer left out, where the request had asked for it."""
    if isinstance(request, requests.GetPoint):
        _fill([result], True, True)
    elif isinstance(request, requests.RetrievePoints):
        _of_search(request.body, result)
    elif isinstance(request, requests.ScrollPoints):
        # the one read that returns payloads where nothing is said of them (measured on 1.19.0)
        _fill(result.points, request.body.with_payload is not False, bool(request.body.with_vector))
    elif isinstance(request, requests.QueryPoints):
        _of_search(request.body, result.points)
    elif isinstance(request, requests.QueryBatch):
        for search, found in zip(request.body.searches, result, strict=False):
            _of_search(search, found.points)
    elif isinstance(request, requests.QueryGroups):
        for group in result.groups:
            _of_search(request.body, group.hits)
            if group.lookup is not None:
                _fill([group.lookup], _of_lookup(request.body.with_lookup), False)


def _of_search(search: Any, points: Iterable[Any]) -> None:
    _fill(points, search.with_payload not in (None, False), bool(search.with_vector))


def _of_lookup(lookup: Any) -> bool:
    """Whether payloads of another collection are asked for; its name alone says so."""
    return lookup.with_payload not in (None, False) if isinstance(lookup, models.WithLookup) else lookup is not None


def _fill(points: Iterable[Any], payload: bool, vector: bool) -> None:
    for point in points:
        if payload and point.payload is None:
            point.payload = {}
        if vector and point.vector is None:
            point.vector = {}
