"""Calls about snapshots of collections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qschema.client import models
from qschema.client._sync.base import Calls
from qschema.client.arguments import refuse_unknown
from qschema.client.downloads import Destination, save
from qschema.client.requests.base import Source
from qschema.client.requests.snapshots import (
    CreateSnapshot,
    DeleteSnapshot,
    DownloadSnapshot,
    ListSnapshots,
    RecoverSnapshot,
    UploadSnapshot,
)
from qschema.client.sending import watched


class SnapshotCalls(Calls):
    """Calls about snapshots of collections."""

    def list_snapshots(
        self,
        collection_name: str,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> list[models.SnapshotDescription]:
        """List the snapshots of a collection.

        Args:
            collection_name: A collection or an alias.
            timeout: Seconds that the call may take as a whole.
            **kwargs: Refused by name.
        """
        refuse_unknown("list_snapshots", kwargs)
        return self.send(ListSnapshots(collection_name), timeout=timeout)

    def create_snapshot(
        self,
        collection_name: str,
        wait: bool = True,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.SnapshotDescription | None:
        """Take a snapshot of a collection; the file is kept on the instance.

        Args:
            collection_name: A collection or an alias.
            wait: Whether to wait until it is taken.
            timeout: Seconds that the call may take as a whole.
            **kwargs: Refused by name.

        Returns:
            The snapshot; None without waiting.
        """
        refuse_unknown("create_snapshot", kwargs)
        return self.send(CreateSnapshot(collection_name, wait=wait), timeout=timeout)

    def delete_snapshot(
        self,
        collection_name: str,
        snapshot_name: str,
        wait: bool = True,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> bool | None:
        """Delete a snapshot of a collection.

        Args:
            collection_name: A collection or an alias.
            snapshot_name: Its name.
            wait: Whether to wait until it is gone.
            timeout: Seconds that the call may take as a whole.
            **kwargs: Refused by name.

        Returns:
            True; None without waiting.

        Raises:
            NotFound: There is none of that name.
        """
        refuse_unknown("delete_snapshot", kwargs)
        return self.send(DeleteSnapshot(collection_name, snapshot_name, wait=wait), timeout=timeout)

    def download_snapshot(
        self,
        collection_name: str,
        snapshot_name: str,
        destination: Destination,
        checksum: str | None = None,
        timeout: float | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Fetch the file of a snapshot of a collection, part by part.

        Args:
            collection_name: A collection or an alias.
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
        request = DownloadSnapshot(collection_name, snapshot_name)
        with self.stream(request, timeout=timeout) as parts:
            return save(parts, destination, checksum, progress)

    def recover_snapshot(
        self,
        collection_name: str,
        location: str,
        api_key: str | None = None,
        checksum: str | None = None,
        priority: models.SnapshotPriority | None = None,
        wait: bool = True,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> bool | None:
        """Put a snapshot in place of a collection.

        Args:
            collection_name: A collection or an alias.
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
        refuse_unknown("recover_snapshot", kwargs)
        body = models.SnapshotRecover(location=location, api_key=api_key, checksum=checksum, priority=priority)
        return self.send(RecoverSnapshot(collection_name, body, wait), timeout=timeout)

    def upload_snapshot(
        self,
        collection_name: str,
        snapshot: Source,
        wait: bool = True,
        priority: models.SnapshotPriority | None = None,
        checksum: str | None = None,
        timeout: float | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> bool | None:
        """Send the file of a snapshot, part by part, and put it in place of a collection.

        Args:
            collection_name: A collection or an alias.
            snapshot: The path of the file, or a binary file that is open for reading.
            wait: Whether to wait until it is recovered.
            priority: Whose data wins where copies differ, in a cluster.
            checksum: The SHA-256 that the file must have.
            timeout: Seconds that the call may take as a whole.
            progress: Told of the bytes that were sent so far, after each part; the file is then sent once only, also
                where another attempt might help.

        Returns:
            True; None without waiting.
        """
        with watched(snapshot, progress) as source:
            request = UploadSnapshot(collection_name, source, wait, priority, checksum)
            return self.send(request, timeout=timeout)
