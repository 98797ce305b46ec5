"""Requests about snapshots of single shards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from qschema.client import models
from qschema.client.requests.base import Request, RestForm, Source


@dataclass(frozen=True, slots=True)
class ListShardSnapshots(Request[list[models.SnapshotDescription]]):
    """List the snapshots of a shard."""

    rest: ClassVar = RestForm(verb="GET", path="/collections/{collection_name}/shards/{shard_id}/snapshots")
    result: ClassVar = list[models.SnapshotDescription]

    collection_name: str
    shard_id: int


@dataclass(frozen=True, slots=True)
class CreateShardSnapshot(Request[models.SnapshotDescription | None]):
    """Take a snapshot of a shard; without waiting, there is no result yet."""

    rest: ClassVar = RestForm(
        verb="POST", path="/collections/{collection_name}/shards/{shard_id}/snapshots", query=("wait",)
    )
    result: ClassVar = models.SnapshotDescription | None
    repeatable: ClassVar = False

    collection_name: str
    shard_id: int
    wait: bool | None = None


@dataclass(frozen=True, slots=True)
class DeleteShardSnapshot(Request[bool | None]):
    """Delete a snapshot of a shard; without waiting, there is no result yet."""

    rest: ClassVar = RestForm(
        verb="DELETE",
        path="/collections/{collection_name}/shards/{shard_id}/snapshots/{snapshot_name}",
        query=("wait",),
    )
    result: ClassVar = bool | None
    repeatable: ClassVar = False

    collection_name: str
    shard_id: int
    snapshot_name: str
    wait: bool | None = None


@dataclass(frozen=True, slots=True)
class DownloadShardSnapshot(Request[bytes]):
    """Read the file of a snapshot of a shard."""

    rest: ClassVar = RestForm(
        verb="GET", path="/collections/{collection_name}/shards/{shard_id}/snapshots/{snapshot_name}", answer="bytes"
    )
    result: ClassVar = bytes

    collection_name: str
    shard_id: int
    snapshot_name: str


@dataclass(frozen=True, slots=True)
class StreamShardSnapshot(Request[bytes]):
    """Take a snapshot of a shard and read it while it is taken; it is kept nowhere else."""

    rest: ClassVar = RestForm(
        verb="GET", path="/collections/{collection_name}/shards/{shard_id}/snapshot", answer="bytes"
    )
    result: ClassVar = bytes

    collection_name: str
    shard_id: int


@dataclass(frozen=True, slots=True)
class RecoverShardSnapshot(Request[bool | None]):
    """Put a snapshot, named by its URL or its path on the instance, in place of a shard."""

    rest: ClassVar = RestForm(
        verb="PUT",
        path="/collections/{collection_name}/shards/{shard_id}/snapshots/recover",
        query=("wait",),
        body=models.ShardSnapshotRecover,
    )
    result: ClassVar = bool | None

    collection_name: str
    shard_id: int
    body: models.ShardSnapshotRecover
    wait: bool | None = None


@dataclass(frozen=True, slots=True)
class UploadShardSnapshot(Request[bool | None]):
    """Send the file of a snapshot, and put it in place of a shard."""

    rest: ClassVar = RestForm(
        verb="POST",
        path="/collections/{collection_name}/shards/{shard_id}/snapshots/upload",
        query=("wait", "priority", "checksum"),
        upload="snapshot",
    )
    result: ClassVar = bool | None

    collection_name: str
    shard_id: int
    snapshot: Source
    wait: bool | None = None
    priority: models.SnapshotPriority | None = None
    checksum: str | None = None
