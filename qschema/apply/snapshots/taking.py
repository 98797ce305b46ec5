"""Taking a snapshot of a collection, on every peer that holds a part of it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from qschema.apply.records import SnapshotPart, SnapshotRecord
from qschema.apply.snapshots.nodes import Node, nodes_of, shard_keys_in_order
from qschema.apply.snapshots.sample import sample_of
from qschema.apply.snapshots.shelf import LONG_SECONDS
from qschema.apply.snapshots.space import Space
from qschema.apply.strict_mode import count_points
from qschema.client import QdrantClient
from qschema.client.errors import ResponseHandlingException
from qschema.schema.live import Mark

_NAMED_BY_THE_SECOND = 1.1
"""Seconds to wait where there is a snapshot already: a server names them by the second, and writes over one of the same
name (Qdrant 1.19.0), which then is no longer what its record says."""


def take(
    clients: Sequence[QdrantClient], collection: str, mark: Mark, image: dict[str, Any], *, space: Space
) -> SnapshotRecord:
    """Take a snapshot; it stays on the instance.

    The points are counted before and after, because somebody may write meanwhile; a sample that has changed by then
    says nothing and is dropped.

    Args:
        clients: The peers; the first one is who is asked about the collection.
        collection: The collection's physical name.
        mark: Its mark.
        image: The collection as it is, and the aliases around it.
        space: Whether there is known to be room for it.

    Returns:
        What is to be written into the ledger.

    Raises:
        UnreachableShardsError: Some shards lie on peers that nobody named.
        QdrantError: A snapshot could not be taken.
    """
    client, nodes = clients[0], nodes_of(clients, collection)
    points, sample = count_points(client, collection), sample_of(client, collection)
    parts = tuple(_part(node, collection) for node in nodes)
    after = count_points(client, collection)
    return SnapshotRecord(
        project=mark.project,
        snapshot=uuid4().hex,
        declared=mark.collection,
        collection=collection,
        image=image,
        fewest=min(points, after),
        most=max(points, after),
        sample=sample if sample_of(client, collection) == sample else {},
        parts=parts,
        space=space,
        shard_keys=shard_keys_in_order(client, collection),
    )


def _part(node: Node, collection: str) -> SnapshotPart:
    if node.client.list_snapshots(collection):
        time.sleep(_NAMED_BY_THE_SECOND)
    taken = node.client.create_snapshot(collection, timeout=LONG_SECONDS)
    if taken is None:
        raise ResponseHandlingException("the instance doesn't tell which snapshot it took")
    return SnapshotPart(
        peer=node.peer, name=taken.name, size=taken.size, checksum=taken.checksum or "", shards=node.shards
    )
