"""Several changes, carried out one after the other."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from qschema.client import models
from qschema.client.embedded.shard.bounds import check_bounds
from qschema.client.embedded.shard.late import dropped
from qschema.client.embedded.shard.targets import nothing_named

_METHODS: dict[type[Any], str] = {
    models.UpsertOperation: "upsert",
    models.DeleteOperation: "delete",
    models.SetPayloadOperation: "set_payload",
    models.OverwritePayloadOperation: "overwrite_payload",
    models.DeletePayloadOperation: "delete_payload",
    models.ClearPayloadOperation: "clear_payload",
    models.UpdateVectorsOperation: "update_vectors",
    models.DeleteVectorsOperation: "delete_vectors",
}
"""Type of operation → its only field, which is also the name of the shard's method."""

_IN_BULK = (models.UpsertOperation, models.UpdateVectorsOperation)
_NAMING = (models.SetPayloadOperation, models.OverwritePayloadOperation, models.DeletePayloadOperation)


def changes(shard: Any, body: models.UpdateOperations, *, dropping: bool) -> list[Callable[[], None]]:
    """Return what carries out the changes of a batch, in order.

    Args:
        shard: The shard.
        body: The batch.
        dropping: Whether a change is dropped that turns out to be wrong only when it is carried out; see `late`.

    Raises:
        BadRequest: One of them holds a number that doesn't fit into a server's type.
        ValidationFailed: One of them holds a number, or a list, that is out of its bounds.
    """
    for operation in body.operations:
        if isinstance(operation, _NAMING) and not _names(getattr(operation, _METHODS[type(operation)])):
            raise nothing_named()  # a server can't read that, and so looks at nothing else
    for operation in body.operations:
        if not isinstance(operation, _IN_BULK):
            check_bounds(operation)
    return [_change(shard, operation, dropping) for operation in body.operations]


def _names(body: models.SetPayload | models.DeletePayload) -> bool:
    """Return whether a change says which points it is about."""
    return body.points is not None or body.filter is not None


def _change(shard: Any, operation: models.UpdateOperation, dropping: bool) -> Callable[[], None]:
    name = _METHODS[type(operation)]

    def change() -> None:
        with dropped(name) if dropping else nullcontext():
            getattr(shard, name)(getattr(operation, name))

    return change
