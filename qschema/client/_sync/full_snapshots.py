"""Calls about snapshots of the whole instance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qschema.client import models
from qschema.client._sync.base import Calls
from qschema.client.arguments import refuse_unknown
from qschema.client.downloads import Destination, save
from qschema.client.requests.snapshots import (
    CreateFullSnapshot,
    DeleteFullSnapshot,
    DownloadFullSnapshot,
    ListFullSnapshots,
)


class FullSnapshotCalls(Calls):
    """Calls about snapshots of the whole instance."""

    def list_full_snapshots(
        self,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> list[models.SnapshotDescription]:
        """List the snapshots of the whole instance.

        Args:
            timeout: Seconds that the call may take as a whole.
            **kwargs: Refused by name.
        """
        refuse_unknown("list_full_snapshots", kwargs)
        return self.send(ListFullSnapshots(), timeout=timeout)

    def create_full_snapshot(
        self,
        wait: bool = True,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.SnapshotDescription | None:
        """Take a snapshot of the whole instance; the file is kept on the instance.

        Args:
            wait: Whether to wait until it is taken.
            timeout: Seconds that the call may take as a whole.
            **kwargs: Refused by name.

        Returns:
            The snapshot; None without waiting.
        """
        refuse_unknown("create_full_snapshot", kwargs)
        return self.send(CreateFullSnapshot(wait=wait), timeout=timeout)

    def delete_full_snapshot(
        self,
        snapshot_name: str,
        wait: bool = True,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> bool | None:
        """Delete a snapshot of the whole instance.

        Args:
            snapshot_name: Its name.
            wait: Whether to wait until it is gone.
            timeout: Seconds that the call may take as a whole.
            **kwargs: Refused by name.

        Returns:
            True; None without waiting.

        Raises:
            NotFound: There is none of that name.
        """
        refuse_unknown("delete_full_snapshot", kwargs)
        return self.send(DeleteFullSnapshot(snapshot_name, wait=wait), timeout=timeout)

    def download_full_snapshot(
        self,
        snapshot_name: str,
        destination: Destination,
        checksum: str | None = None,
        timeout: float | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Fetch the file of a snapshot of the whole instance, part by part.

        Args:
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
        request = DownloadFullSnapshot(snapshot_name)
        with self.stream(request, timeout=timeout) as parts:
            return save(parts, destination, checksum, progress)
