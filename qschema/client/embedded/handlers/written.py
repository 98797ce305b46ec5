"""What is answered to a write."""

from __future__ import annotations

from qschema.client import models
from qschema.client.embedded.collection import Collection
from qschema.client.embedded.handlers.shard_keys import is_custom


def written(collection: Collection, *, wait: bool | None) -> models.UpdateResult:
    """Return the answer to a write that is done.

    A server has only taken note of it if it wasn't told to wait, or if there is no shard to change.
    """
    if is_custom(collection):
        return models.UpdateResult(status=models.UpdateStatus.ACKNOWLEDGED)
    status = models.UpdateStatus.COMPLETED if wait else models.UpdateStatus.ACKNOWLEDGED
    return models.UpdateResult(operation_id=collection.next_operation(), status=status)
