"""Snapshots of shards (all measured on 1.19.0). All points of a collection are in its first shard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.errors import NotInEngine
from qschema.client.embedded.handlers.shard_keys import is_custom
from qschema.client.embedded.handlers.table import Handlers
from qschema.client.embedded.snapshots.calls import Located, unless_unwaited
from qschema.client.embedded.snapshots.locations import check_checksum, check_form_of_checksum, read_url
from qschema.client.embedded.snapshots.recovering import recover_shard
from qschema.client.embedded.snapshots.shelf import Shelf
from qschema.client.embedded.snapshots.taking import SHARD, packer
from qschema.client.errors import BadRequest, NotFound
from qschema.client.requests.base import Request


def list_shard_snapshots(
    catalogue: Catalogue, request: requests.ListShardSnapshots
) -> list[models.SnapshotDescription]:
    """List the snapshots of a shard."""
    return _shelf(catalogue, request.collection_name, request.shard_id).descriptions()


def create_shard_snapshot(
    catalogue: Catalogue, request: requests.CreateShardSnapshot
) -> models.SnapshotDescription | None:
    """Take a snapshot of a shard."""
    shelf = _shelf(catalogue, request.collection_name, request.shard_id)
    described = shelf.add(packer(*_with_points(catalogue, request), SHARD))
    return unless_unwaited(request.wait, described)


def delete_shard_snapshot(catalogue: Catalogue, request: requests.DeleteShardSnapshot) -> bool | None:
    """Delete a snapshot of a shard."""
    _shelf(catalogue, request.collection_name, request.shard_id).delete(request.snapshot_name)
    return unless_unwaited(request.wait, True)


def download_shard_snapshot(catalogue: Catalogue, request: requests.DownloadShardSnapshot) -> bytes:
    """Read a snapshot of a shard."""
    return locate_shard(catalogue, request).path.read_bytes()


def stream_shard_snapshot(catalogue: Catalogue, request: requests.StreamShardSnapshot) -> bytes:
    """Take a snapshot of a shard, and keep it nowhere."""
    path = locate_shard(catalogue, request).path
    try:
        return path.read_bytes()
    finally:
        path.unlink()


def locate_shard(catalogue: Catalogue, call: Request[Any]) -> Located:
    """Say where the file is that a call would answer with."""
    if isinstance(call, requests.StreamShardSnapshot):
        shelf = _shelf(catalogue, call.collection_name, call.shard_id)
        return Located(shelf.draft(packer(*_with_points(catalogue, call), SHARD)), draft=True)
    assert isinstance(call, requests.DownloadShardSnapshot)
    return Located(_shelf(catalogue, call.collection_name, call.shard_id).find(call.snapshot_name))


def recover_shard_snapshot(catalogue: Catalogue, request: requests.RecoverShardSnapshot) -> bool | None:
    """Recover a shard from one of its snapshots, by name; what is fetched comes as an upload."""
    check_form_of_checksum(request.body.checksum)
    shelf = _shelf(catalogue, request.collection_name, request.shard_id)
    location = request.body.location
    if "://" in location:
        scheme = read_url(location).scheme
        raise BadRequest(f"a shard can't be recovered from a URL of the scheme {scheme!r}", status=400)
    path = shelf.find(location)
    check_checksum(path, request.body.checksum)
    name, _ = _with_points(catalogue, request)
    recover_shard(catalogue, name, path)
    return unless_unwaited(request.wait, True)


def upload_shard_snapshot(catalogue: Catalogue, request: requests.UploadShardSnapshot) -> None:
    """Recover a shard from a file that came with the call; a server says nothing, not even that it is done."""
    assert isinstance(request.snapshot, str)  # the way to the engine has put it on the disk
    check_form_of_checksum(request.checksum)
    _shelf(catalogue, request.collection_name, request.shard_id)
    check_checksum(Path(request.snapshot), request.checksum)
    name, _ = _with_points(catalogue, request)
    recover_shard(catalogue, name, Path(request.snapshot))


def _shelf(catalogue: Catalogue, name: str, shard: int) -> Shelf:
    """Return the snapshots of a shard that is there; a collection with custom sharding has none."""
    name = catalogue.aliases.get(name, name)
    collection = catalogue.named(name)
    if is_custom(collection) or shard >= collection.config["params"]["shard_number"]:
        raise NotFound(f"{name!r} has no shard {shard}", status=404)
    return Shelf(catalogue.folder, catalogue.files, (name, "shards", str(shard)), f"{name}-shard-{shard}")


def _with_points(catalogue: Catalogue, request: Any) -> tuple[str, Any]:
    """Return the collection whose points a shard has, by its own name."""
    if request.shard_id != 0:
        raise NotInEngine("all points are in shard 0", status=501, fix="take and recover the snapshots of shard 0")
    name = catalogue.aliases.get(request.collection_name, request.collection_name)
    return name, catalogue.named(name)


HANDLERS: Handlers = {
    requests.CreateShardSnapshot: create_shard_snapshot,
    requests.DeleteShardSnapshot: delete_shard_snapshot,
    requests.DownloadShardSnapshot: download_shard_snapshot,
    requests.ListShardSnapshots: list_shard_snapshots,
    requests.RecoverShardSnapshot: recover_shard_snapshot,
    requests.StreamShardSnapshot: stream_shard_snapshot,
    requests.UploadShardSnapshot: upload_shard_snapshot,
}
