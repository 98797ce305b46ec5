"""Copying collections from one instance to another, under the official client's module name."""

from __future__ import annotations

from collections.abc import Sequence

from qschema.client._sync.client_base import QdrantBase

__all__ = ["migrate"]


def migrate(
    source_client: QdrantBase,
    dest_client: QdrantBase,
    collection_names: Sequence[str] | None = None,
    recreate_on_collision: bool = False,
    batch_size: int = 100,
    resume: bool = False,
) -> None:
    """Copy collections from one instance to another; the same as the method of the source's client.

    Args:
        source_client: Where from.
        dest_client: Where to.
        collection_names: Which ones; None for all.
        recreate_on_collision: Delete and create anew what the destination has under the same names.
        batch_size: The points of a page.
        resume: Complete what an earlier run has left.

    Raises:
        InvalidRequest: See `QdrantClient.migrate`. Nothing was changed.
        MigrationFailed: A call failed on the way, or the counts differ at the end.
    """
    source_client.migrate(dest_client, collection_names, batch_size, recreate_on_collision, resume)
