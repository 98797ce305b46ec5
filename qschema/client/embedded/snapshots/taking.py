"""Taking snapshots."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from qschema.client import models
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.collection import Collection
from qschema.client.embedded.log import LOG
from qschema.client.embedded.snapshots.packing import pack
from qschema.client.embedded.snapshots.shelf import Shelf, unfinished_folder
from qschema.client.embedded.snapshots.unpacking import SNAPSHOT_FORMAT
from qschema.client.embedded.version import VERSION

COLLECTION, SHARD, STORAGE = "collection", "shard", "storage"
"""Kinds of snapshots."""


def packer(name: str, collection: Collection, kind: str) -> Callable[[BinaryIO], str]:
    """Return what writes a snapshot of a collection, or of its shard.

    Args:
        name: The collection's name.
        collection: The collection.
        kind: Which of the two.
    """
    collection.shard.flush()
    description = {
        "format": SNAPSHOT_FORMAT,
        "kind": kind,
        "version": VERSION,
        "collection": name,
        "declared": {"config": collection.config, "indexes": collection.indexes},
    }
    return lambda target: pack(target, collection.shard_folder, description, without=LOG)


def take_storage(catalogue: Catalogue, shelf: Shelf) -> models.SnapshotDescription:
    """Take a snapshot of all collections and aliases: a snapshot of the snapshots of each."""
    with unfinished_folder(catalogue.folder) as folder:
        members: dict[str, str] = {}
        for number, name in enumerate(catalogue.names):
            members[name] = f"{number}.snapshot"
            with (folder / members[name]).open("wb") as file:
                packer(name, catalogue.named(name), COLLECTION)(file)
        description = {
            "format": SNAPSHOT_FORMAT,
            "kind": STORAGE,
            "version": VERSION,
            "collections": members,
            "aliases": dict(catalogue.aliases),
        }
        return shelf.add(lambda target: pack(target, folder, description))
