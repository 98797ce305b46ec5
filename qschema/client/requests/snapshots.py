"""Requests about snapshots of collections, and of the whole instance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from qschema.client import models
from qschema.client.requests.base import Request, RestForm, Source


@dataclass(frozen=True, slots=True)
class ListSnapshots(Request[list[models.SnapshotDescription]]):
    """List the snapshots of a collection."""

    rest: ClassVar = RestForm(verb="GET", path="/collections/{collection_name}/snapshots")
    result: ClassVar = list[models.SnapshotDescription]

    collection_name: str


@dataclass(frozen=True, slots=True)
class CreateSnapshot(Request[models.SnapshotDescription | None]):
    """Take a snapshot of a collection; without waiting, there is no result yet."""

    rest: ClassVar = RestForm(verb="POST", path="/collections/{collection_name}/snapshots", query=("wait",))
    result: ClassVar = models.SnapshotDescription | None
    repeatable: ClassVar = False

    collection_name: str
    wait: bool | None = None


@dataclass(frozen=True, slots=True)
class DeleteSnapshot(Request[bool | None]):
    """Delete a snapshot of a collection; without waiting, there is no result yet."""

    rest: ClassVar = RestForm(
        verb="DELETE", path="/collections/{collection_name}/snapshots/{snapshot_name}", query=("wait",)
    )
    result: ClassVar = bool | None
    repeatable: ClassVar = False

    collection_name: str
    snapshot_name: str
    wait: bool | None = None


@dataclass(frozen=True, slots=True)
class DownloadSnapshot(Request[bytes]):
    """Read the file of a snapshot of a collection."""

    rest: ClassVar = RestForm(
        verb="GET", path="/collections/{collection_name}/snapshots/{snapshot_name}", answer="bytes"
    )
    result: ClassVar = bytes

    collection_name: str
    snapshot_name: str


@dataclass(frozen=True, slots=True)
class RecoverSnapshot(Request[bool | None]):
    """Put a snapshot, named by its URL or its path on the instance, in place of a collection."""

    rest: ClassVar = RestForm(
        verb="PUT",
        path="/collections/{collection_name}/snapshots/recover",
        query=("wait",),
        body=models.SnapshotRecover,
    )
    result: ClassVar = bool | None

    collection_name: str
    body: models.SnapshotRecover
    wait: bool | None = None


@dataclass(frozen=True, slots=True)
class UploadSnapshot(Request[bool | None]):
    """Send the file of a snapshot, and put it in place of a collection."""

    rest: ClassVar = RestForm(
        verb="POST",
        path="/collections/{collection_name}/snapshots/upload",
        query=("wait", "priority", "checksum"),
        upload="snapshot",
    )
    result: ClassVar = bool | None

    collection_name: str
    snapshot: Source
    wait: bool | None = None
    priority: models.SnapshotPriority | None = None
    checksum: str | None = None


@dataclass(frozen=True, slots=True)
class ListFullSnapshots(Request[list[models.SnapshotDescription]]):
    """List the snapshots of the whole instance."""

    rest: ClassVar = RestForm(verb="GET", path="/snapshots")
    result: ClassVar = list[models.SnapshotDescription]


@dataclass(frozen=True, slots=True)
class CreateFullSnapshot(Request[models.SnapshotDescription | None]):
    """Take a snapshot of the whole instance; without waiting, there is no result yet."""

    rest: ClassVar = RestForm(verb="POST", path="/snapshots", query=("wait",))
    result: ClassVar = models.SnapshotDescription | None
    repeatable: ClassVar = False

    wait: bool | None = None


@dataclass(frozen=True, slots=True)
class DeleteFullSnapshot(Request[bool | None]):
    """Delete a snapshot of the whole instance; without waiting, there is no result yet."""

    rest: ClassVar = RestForm(verb="DELETE", path="/snapshots/{snapshot_name}", query=("wait",))
    result: ClassVar = bool | None
    repeatable: ClassVar = False

    snapshot_name: str
    wait: bool | None = None


@dataclass(frozen=True, slots=True)
class DownloadFullSnapshot(Request[bytes]):
    """Read the file of a snapshot of the whole instance."""

    rest: ClassVar = RestForm(verb="GET", path="/snapshots/{snapshot_name}", answer="bytes")
    result: ClassVar = bytes

    snapshot_name: str
