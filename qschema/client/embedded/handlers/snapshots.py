"""Snapshots of collections, and of the whole instance (all measured on 1.19.0).

A call that isn't waited for is carried out before it is answered; how it ended is told all the same.
"""

from __future__ import annotations

from pathlib import Path

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.handlers.cluster import PEER
from qschema.client.embedded.handlers.shard_snapshots import locate_shard
from qschema.client.embedded.handlers.table import Handlers
from qschema.client.embedded.snapshots.calls import Located, LocateSnapshot, RecoverStorage, unless_unwaited
from qschema.client.embedded.snapshots.locations import check_checksum, check_form_of_checksum, local_file
from qschema.client.embedded.snapshots.recovering import recover_collection, recover_storage
from qschema.client.embedded.snapshots.shelf import Shelf
from qschema.client.embedded.snapshots.taking import COLLECTION, packer, take_storage


def list_snapshots(catalogue: Catalogue, request: requests.ListSnapshots) -> list[models.SnapshotDescription]:
    """List the snapshots of a collection."""
    return _shelf(catalogue, request.collection_name).descriptions()


def create_snapshot(catalogue: Catalogue, request: requests.CreateSnapshot) -> models.SnapshotDescription | None:
    """Take a snapshot of a collection."""
    name = catalogue.aliases.get(request.collection_name, request.collection_name)
    shelf = _shelf(catalogue, request.collection_name)
    described = shelf.add(packer(name, catalogue.named(name), COLLECTION))
    return unless_unwaited(request.wait, described)


def delete_snapshot(catalogue: Catalogue, request: requests.DeleteSnapshot) -> bool | None:
    """Delete a snapshot of a collection."""
    _shelf(catalogue, request.collection_name).delete(request.snapshot_name)
    return unless_unwaited(request.wait, True)


def download_snapshot(catalogue: Catalogue, request: requests.DownloadSnapshot) -> bytes:
    """Read a snapshot of a collection."""
    return _shelf(catalogue, request.collection_name).find(request.snapshot_name).read_bytes()


def recover_snapshot(catalogue: Catalogue, request: requests.RecoverSnapshot) -> bool | None:
    """Recover a collection from a file of the instance; what is fetched comes as an upload."""
    check_form_of_checksum(request.body.checksum)
    path = local_file(catalogue.folder, request.body.location)
    check_checksum(path, request.body.checksum)
    recover_collection(catalogue, request.collection_name, path)
    return unless_unwaited(request.wait, True)


def upload_snapshot(catalogue: Catalogue, request: requests.UploadSnapshot) -> bool | None:
    """Recover a collection from a file that came with the call."""
    assert isinstance(request.snapshot, str)  # the way to the engine has put it on the disk
    check_form_of_checksum(request.checksum)
    check_checksum(Path(request.snapshot), request.checksum)
    recover_collection(catalogue, request.collection_name, Path(request.snapshot))
    return unless_unwaited(request.wait, True)


def list_full_snapshots(catalogue: Catalogue, request: requests.ListFullSnapshots) -> list[models.SnapshotDescription]:
    """List the snapshots of the instance."""
    return _full(catalogue).descriptions()


def create_full_snapshot(
    catalogue: Catalogue, request: requests.CreateFullSnapshot
) -> models.SnapshotDescription | None:
    """Take a snapshot of the instance."""
    described = take_storage(catalogue, _full(catalogue))
    return unless_unwaited(request.wait, described)


def delete_full_snapshot(catalogue: Catalogue, request: requests.DeleteFullSnapshot) -> bool | None:
    """Delete a snapshot of the instance."""
    _full(catalogue).delete(request.snapshot_name)
    return unless_unwaited(request.wait, True)


def download_full_snapshot(catalogue: Catalogue, request: requests.DownloadFullSnapshot) -> bytes:
    """Read a snapshot of the instance."""
    return _full(catalogue).find(request.snapshot_name).read_bytes()


def recover(catalogue: Catalogue, request: RecoverStorage) -> bool:
    """Put a snapshot of an instance into this one."""
    recover_storage(catalogue, Path(request.path))
    return True


def locate(catalogue: Catalogue, request: LocateSnapshot) -> Located:
    """Say where the file is that a call would answer with."""
    call = request.request
    if isinstance(call, requests.DownloadFullSnapshot):
        return Located(_full(catalogue).find(call.snapshot_name))
    if isinstance(call, requests.DownloadSnapshot):
        return Located(_shelf(catalogue, call.collection_name).find(call.snapshot_name))
    return locate_shard(catalogue, call)


def _shelf(catalogue: Catalogue, name: str) -> Shelf:
    """Return the snapshots of a collection that is there."""
    name = catalogue.aliases.get(name, name)
    catalogue.named(name)
    return Shelf(catalogue.folder, catalogue.files, (name,), f"{name}-{PEER}")


def _full(catalogue: Catalogue) -> Shelf:
    return Shelf(catalogue.folder, catalogue.files, (), "full-snapshot")


HANDLERS: Handlers = {
    LocateSnapshot: locate,
    RecoverStorage: recover,
    requests.CreateFullSnapshot: create_full_snapshot,
    requests.CreateSnapshot: create_snapshot,
    requests.DeleteFullSnapshot: delete_full_snapshot,
    requests.DeleteSnapshot: delete_snapshot,
    requests.DownloadFullSnapshot: download_full_snapshot,
    requests.DownloadSnapshot: download_snapshot,
    requests.ListFullSnapshots: list_full_snapshots,
    requests.ListSnapshots: list_snapshots,
    requests.RecoverSnapshot: recover_snapshot,
    requests.UploadSnapshot: upload_snapshot,
}
