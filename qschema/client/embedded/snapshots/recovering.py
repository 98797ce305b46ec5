"""Putting snapshots back (what is put back, and what stays: measured on a server 1.19.0).

Everything is made ready beside what is there, down to the opened shard. Then the catalogue is written once, and what
was there before is deleted; whatever fails before that leaves everything as it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from qschema.client import models
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.collection import Collection
from qschema.client.embedded.config.plain import Json
from qschema.client.embedded.names import check_recovered_name
from qschema.client.embedded.snapshots.errors import DamagedSnapshot, NotEmpty
from qschema.client.embedded.snapshots.shelf import unfinished_folder
from qschema.client.embedded.snapshots.taking import COLLECTION, SHARD, STORAGE
from qschema.client.embedded.snapshots.unpacking import Snapshot, opened
from qschema.client.errors import BadRequest
from qschema.client.requests.base import adapter

_NOT_KEPT = ("read_fan_out_factor", "read_fan_out_delay_ms")
"""Parameters that a recovered collection doesn't get."""


def recover_collection(catalogue: Catalogue, name: str, path: Path) -> None:
    """Put the snapshot of a collection in place of one, or make a new one of it.

    A collection that is there keeps its configuration and aliases, and gets the points and payload indexes of the
    snapshot; an index that only the collection has is built anew.

    Args:
        catalogue: Of the instance.
        name: The collection, or an alias of it.
        path: The file of the snapshot.

    Raises:
        BadRequest: The collection that is there has other vectors, or another number of shards.
        ServerError: The file isn't a whole snapshot of a collection.
    """
    name = catalogue.aliases.get(name, name)
    check_recovered_name(name)
    with opened(path, COLLECTION) as snapshot:
        config, indexes = _declared(snapshot)
        if catalogue.is_collection(name):
            present = catalogue.named(name)
            _check_fits(present.config, config)
            config, indexes = dict(present.config), {**present.indexes, **indexes}
        _install(catalogue, {name: _made(catalogue, snapshot, config, indexes)})


def recover_shard(catalogue: Catalogue, name: str, path: Path) -> None:
    """Put the snapshot of a shard in place of a collection's; see `recover_collection`.

    A server takes one with other vectors, and panics at the next query.
    """
    name = catalogue.aliases.get(name, name)
    present = catalogue.get(name)
    with opened(path, SHARD) as snapshot:
        config, indexes = _declared(snapshot)
        _check_fits(present.config, {**config, "params": {**config["params"], "shard_number": _shards(present.config)}})
        indexes = {**present.indexes, **indexes}
        _install(catalogue, {name: _made(catalogue, snapshot, dict(present.config), indexes)})


def recover_storage(catalogue: Catalogue, path: Path) -> None:
    """Put the snapshot of a whole instance into one in which nothing is yet.

    Raises:
        NotEmpty: There are collections or aliases.
        ServerError: The file isn't a whole snapshot of an instance.
    """
    if catalogue.names or catalogue.aliases:
        raise NotEmpty(
            "a snapshot of a whole instance is only recovered into an empty one",
            url=str(catalogue.folder),
            fix="choose an empty folder, or one that doesn't exist yet",
        )
    with opened(path, STORAGE) as snapshot, unfinished_folder(catalogue.folder) as folder:
        members, aliases = _listed(snapshot.manifest)
        snapshot.unpack(folder / "unpacked", catalogue.files)
        made: dict[str, Collection] = {}
        try:
            for name, member in members.items():
                check_recovered_name(name)
                with opened(folder / "unpacked" / member, COLLECTION) as one:
                    made[name] = _made(catalogue, one, *_declared(one))
        except BaseException:
            _forget(made)
            raise
        _install(catalogue, made, aliases)


def _declared(snapshot: Snapshot) -> tuple[Json, Json]:
    """Return the configuration and the payload indexes that a snapshot holds."""
    try:
        declared = snapshot.manifest["declared"]
        config, indexes = dict(declared["config"]), dict(declared["indexes"])
        adapter(models.CollectionConfig).validate_python(config)
        config["params"] = {key: value for key, value in config["params"].items() if key not in _NOT_KEPT}
        for schema in indexes.values():
            adapter(models.PayloadFieldSchema).validate_python(schema)
    except (ValidationError, ValueError, TypeError, KeyError) as error:
        raise DamagedSnapshot("the snapshot's configuration can't be read", status=500) from error
    return config, indexes


def _listed(manifest: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Return which file holds which collection, and the aliases."""
    members, aliases, files = manifest.get("collections"), manifest.get("aliases"), manifest["files"]
    if not isinstance(members, dict) or not isinstance(aliases, dict) or set(members.values()) != set(files):
        raise DamagedSnapshot("what the snapshot says of its collections can't be right", status=500)
    if not set(aliases.values()) <= set(members):
        raise DamagedSnapshot("the snapshot has an alias of a collection that it hasn't", status=500)
    return members, aliases


def _check_fits(present: Mapping[str, Any], config: Mapping[str, Any]) -> None:
    """Refuse a snapshot whose dense vectors differ in anything; sparse ones aren't compared."""
    if _vectors(present) != _vectors(config):
        raise BadRequest("the snapshot has other vectors than the collection that is there", status=400)
    if _shards(present) != _shards(config):
        raise BadRequest(
            f"the snapshot has {_shards(config)} shards, the collection that is there {_shards(present)}", status=400
        )


def _vectors(config: Mapping[str, Any]) -> Any:
    return config["params"].get("vectors") or {}


def _shards(config: Mapping[str, Any]) -> Any:
    return config["params"].get("shard_number")


def _made(catalogue: Catalogue, snapshot: Snapshot, config: Json, indexes: Json) -> Collection:
    """Return a collection made of a snapshot, in a folder that the catalogue doesn't name yet."""
    folder = catalogue.reserve()
    try:
        folder.mkdir()
        snapshot.unpack(Collection.shard_in(folder), catalogue.files)
        return Collection.adopt(catalogue.files, folder, config, indexes)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _install(catalogue: Catalogue, made: Mapping[str, Collection], aliases: Mapping[str, str] | None = None) -> None:
    try:
        catalogue.install(made, aliases)
    except BaseException:
        _forget(made)
        raise


def _forget(made: Mapping[str, Collection]) -> None:
    for collection in made.values():
        collection.abandon()
        shutil.rmtree(collection.folder, ignore_errors=True)
