"""Calls about snapshots of single shards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qschema.client import models
from qschema.client._async.base import AsyncCalls
from qschema.client.arguments import refuse_unknown
from qschema.client.downloads import Destination, save_async
from qschema.client.requests.base import Source
from qschema.client.requests.shard_snapshots import (
    CreateShardSnapshot,
    DeleteShardSnapshot,
    DownloadShardSnapshot,
    ListShardSnapshots,
    RecoverShardSnapshot,
    StreamShardSnapshot,
    UploadShardSnapshot,
)
from qschema.client.sending import watched


class AsyncShardSnapshotCalls(AsyncCalls):
    """Calls about snapshots of single shards."""

    async def list_shard_snapshots(
        self,
        collection_name: str,
        shard_id: int,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> list[models.SnapshotDescription]:
        """List the snapshots of a shard.

        Args:
            collection_name: A collection or an alias.
            shard_id: The shard's number, as the collection's cluster info has it.
            timeout: Seconds that the call may take as a whole.
            **kwargs: Refused by name.
        """
        refuse_unknown("list_shard_snapshots", kwargs)
        return await self.send(ListShardSnapshots(collection_name, shard_id), timeout=timeout)

    async def create_shard_snapshot(
        self,
        collection_name: str,
        shard_id: int,
        wait: bool = True,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.SnapshotDescription | None:
        """Take a snapshot of a shard; the file is kept on the instance.

        Args:
            collection_name: A collection or an alias.
            shard_id: The shard's number, as the collection's cluster info has it.
            wait: Whether to wait until it is taken.
            timeout: Seconds that the call may take as a whole.
            **kwargs: Refused by name.

        Returns:
            The snapshot; None without waiting.
        """
        refuse_unknown("create_shard_snapshot", kwargs)
        return await self.send(CreateShardSnapshot(collection_name, shard_id, wait=wait), timeout=timeout)

    async def delete_shard_snapshot(
        self,
        collection_name: str,
        shard_id: int,
        snapshot_name: str,
        wait: bool = True,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> bool | None:
        """Delete a snapshot of a shard.

        Args:
            collection_name: A collection or an alias.
            shard_id: The shard's number, as the collection's cluster info has it.
            snapshot_name: Its name.
            wait: Whether to wait until it is gone.
            timeout: Seconds that the call may take as a whole.
            **kwargs: Refused by name.

        Returns:
            True; None without waiting.

        Raises:
            NotFound: There is none of that name.
        """
        refuse_unknown("delete_shard_snapshot", kwargs)
        request = DeleteShardSnapshot(collection_name, shard_id, snapshot_name, wait=wait)
        return await self.send(request, timeout=timeout)

    async def download_shard_snapshot(
        self,
        collection_name: str,
        shard_id: int,
        snapshot_name: str,
        destination: Destination,
        checksum: str | None = None,
        timeout: float | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Fetch the file of a snapshot of a shard, part by part.

        Args:
            collection_name: A collection or an alias.
            shard_id: The shard's number, as the collection's cluster info has it.
            snapshot_name: Its name.
            destination: Where to: a path, which gets its file only when all of it has come, or an open binary file.
            checksum: The SHA-256 of the file, as the snapshot's description has it; checked if given.
            timeout: Seconds until the file begins to come, and the longest pause while it comes.
            progress: Told of the bytes so far, after each part.

        Returns:
            The size of the file in bytes.

        Raises:
            NotFound: There is none of that name.
            ResponseHandlingException: The connection broke, or the checksum is another one.
        """
        request = DownloadShardSnapshot(collection_name, shard_id, snapshot_name)
        async with self.stream(request, timeout=timeout) as parts:
            return await save_async(parts, destination, checksum, progress)

    async def stream_shard_snapshot(
        self,
        collection_name: str,
        shard_id: int,
        destination: Destination,
        timeout: float | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Take a snapshot of a shard and fetch it while it is taken; nothing is kept on the instance.

        Args:
            collection_name: A collection or an alias.
            shard_id: The shard's number, as the collection's cluster info has it.
            destination: Where to: a path, which gets its file only when all of it has come, or an open binary file.
            timeout: Seconds until the file begins to come, and the longest pause while it comes.
            progress: Told of the bytes so far, after each part.

        Returns:
            The size of the file in bytes.
        """
        async with self.stream(StreamShardSnapshot(collection_name, shard_id), timeout=timeout) as parts:
            return await save_async(parts, destination, progress=progress)

    async def recover_shard_snapshot(
        self,
        collection_name: str,
        shard_id: int,
        location: str,
        api_key: str | None = None,
        checksum: str | None = None,
        priority: models.SnapshotPriority | None = None,
        wait: bool = True,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> bool | None:
        """Put a snapshot in place of a shard.

        Args:
            collection_name: A collection or an alias.
            shard_id: The shard's number, as the collection's cluster info has it.
            location: A URL, or a `file://` path on the instance.
            api_key: The key that the instance shows when it fetches the URL.
            checksum: The SHA-256 that the file must have.
            priority: Whose data wins where copies differ, in a cluster.
            wait: Whether to wait until it is recovered.
            timeout: Seconds that the call may take as a whole.
            **kwargs: Refused by name.

        Returns:
            True; None without waiting.
        """
        refuse_unknown("recover_shard_snapshot", kwargs)
        body = models.ShardSnapshotRecover(location=location, api_key=api_key, checksum=checksum, priority=priority)
        return await self.send(RecoverShardSnapshot(collection_name, shard_id, body, wait), timeout=timeout)

    async def upload_shard_snapshot(
        self,
        collection_name: str,
        shard_id: int,
        snapshot: Source,
        wait: bool = True,
        priority: models.SnapshotPriority | None = None,
        checksum: str | None = None,
        timeout: float | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> bool | None:
        """Send the file of a snapshot, part by part, and put it in place of a shard.

        Args:
            collection_name: A collection or an alias.
            shard_id: The shard's number, as the collection's cluster info has it.
            snapshot: The path of the file, or a binary file that is open for reading.
            wait: Whether to wait until it is recovered.
            priority: Whose data wins where copies differ, in a cluster.
            checksum: The SHA-256 that the file must have.
            timeout: Seconds that the call may take as a whole.
            progress: Told of the bytes that were sent so far, after each part; the file is then sent once only, also
                where another attempt might help.

        Returns:
            None, without waiting and with it: servers say no more than that all went well (1.19.0).
        """
        with watched(snapshot, progress) as source:
            request = UploadShardSnapshot(collection_name, shard_id, source, wait, priority, checksum)
            return await self.send(request, timeout=timeout)
