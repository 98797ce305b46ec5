"""Whose the collection is that a copy writes to, and who else may not meanwhile."""

from __future__ import annotations

from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.collection_lease import NOBODY, CollectionLease
from qschema.apply.copying.side import Side
from qschema.schema.shown import mark_in


def lease_of(dest: Side, *, timeout: float = 0.0, alone: bool = False) -> CollectionLease:
    """Return the lease that keeps others from a collection that is copied into, by whatever name they mean it.

    Args:
        dest: The collection, which is there already.
        timeout: Seconds to wait for another holder.
        alone: Whether no other process reaches its instance; see `Lock`.

    Raises:
        NoPermissionError: This key may not make the ledger.
        QdrantError: The collection can't be read.
    """
    ensure_ledger(dest.client)
    mark = mark_in(dest.client.get_collection(dest.collection).config.metadata)
    aliases = {one.alias_name: one.collection_name for one in dest.client.get_aliases().aliases}
    name = aliases.get(dest.collection, dest.collection)
    project, declared = (mark.project, mark.collection) if mark else (NOBODY, name)
    return CollectionLease(dest.client, project, declared, run="", timeout=timeout, alone=alone)
