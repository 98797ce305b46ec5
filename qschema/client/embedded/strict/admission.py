"""The one place that every call passes before it is handled: what strict mode doesn't allow goes no further."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qschema.client import requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.collection import Collection
from qschema.client.embedded.handlers.table import Handler, Handlers
from qschema.client.embedded.strict import reads, writes
from qschema.client.embedded.strict.limits import Limits, limits_of
from qschema.client.embedded.strict.rates import spending
from qschema.client.embedded.strict.refusals import check_most

Check = Callable[[Any, Collection, Limits], None]
"""Checks a call to a collection against its limits; raises what refuses it."""


def _nothing(request: Any, collection: Collection, limits: Limits) -> None:
    """Check nothing: only the timeout of such a call is limited."""


CHECKS: dict[type[requests.Request[Any]], Check] = {
    requests.RetrievePoints: _nothing,
    requests.GetPoint: _nothing,
    requests.ScrollPoints: reads.check_scroll,
    requests.CountPoints: reads.check_count,
    requests.Facet: reads.check_facet,
    requests.SearchMatrixPairs: reads.check_matrix,
    requests.SearchMatrixOffsets: reads.check_matrix,
    requests.QueryPoints: reads.check_query,
    requests.QueryBatch: reads.check_batch,
    requests.QueryGroups: reads.check_groups,
    requests.UpsertPoints: writes.check_write,
    requests.DeletePoints: writes.check_write,
    requests.UpdateVectors: writes.check_write,
    requests.DeleteVectors: writes.check_write,
    requests.SetPayload: writes.check_write,
    requests.OverwritePayload: writes.check_write,
    requests.DeletePayload: writes.check_write,
    requests.ClearPayload: writes.check_write,
    requests.BatchUpdate: writes.check_batch,
    requests.CreatePayloadIndex: writes.check_index,
    requests.CreateVectorName: _nothing,
}
"""Type of call → what checks it; all others are free (measured on 1.19.0)."""


def admitted(handlers: Handlers) -> Handlers:
    """Return handlers that answer only what strict mode allows."""
    return {kind: _admitted(kind, handler) for kind, handler in handlers.items()}


def _admitted(kind: type[requests.Request[Any]], handler: Handler) -> Handler:
    check, spend, afterwards = CHECKS.get(kind), spending.BEFORE.get(kind), spending.AFTER.get(kind)
    if afterwards is not None:
        return _followed(handler, afterwards)
    if check is None and spend is None:
        return handler

    def handle(catalogue: Catalogue, request: Any) -> Any:
        collection = catalogue.get(request.collection_name)
        limits = limits_of(collection)
        if limits is not None:
            if check is not None:
                check(request, collection, limits)
                check_most(request.timeout, limits.get("max_timeout"), "timeout")
            if spend is not None:
                spend(request, collection, catalogue)
        return handler(catalogue, request)

    return handle


def _followed(handler: Handler, pay: Callable[[Collection], None]) -> Handler:
    def handle(catalogue: Catalogue, request: Any) -> Any:
        result = handler(catalogue, request)
        pay(catalogue.named(request.collection_name))
        return result

    return handle
