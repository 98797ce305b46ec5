"""Filling a clone: by the instance itself, if it can read its own snapshot, or else by way of this machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote

from qschema.apply.records import SnapshotRecord
from qschema.apply.snapshots.recovering import Recovery
from qschema.apply.snapshots.shelf import LONG_SECONDS, Shelf
from qschema.client import QdrantClient, models
from qschema.client.errors import Timeout, UnexpectedResponse
from qschema.client.transports.target import RestTarget, target_of
from qschema.planner.steps import CloneCollection

_OF_A_GATEWAY = (502, 503, 504)
"""Statuses that tell nothing of what the instance does; that it can't fetch the file it says itself, with 400 or 500
(measured on Qdrant 1.19.0)."""


class Cloning(Recovery):
    """One collection that is to become a clone.

    Args:
        clients: The peers.
        shelf: Where the files are put.
        record: The snapshot.
        step: The step.
        fetched: Fetches the snapshot's files, and returns its record with them.
    """

    def __init__(
        self,
        clients: Sequence[QdrantClient],
        shelf: Shelf,
        record: SnapshotRecord,
        step: CloneCollection,
        fetched: Callable[[SnapshotRecord], SnapshotRecord],
    ) -> None:
        super().__init__(clients, shelf, record, step)
        self._fetched = fetched

    def _fill(self, check: Callable[[], None]) -> None:
        check()
        if not self._shown():
            self._make()
        if not self._is_filled_from_itself():
            self._record = self._fetched(self._record)
            super()._fill(check)

    def _is_filled_from_itself(self) -> bool:
        """Have the instance fetch its snapshot by the address under which we reach it; tell whether it could.

        It may not be reached under that address from where it runs, or be set not to follow any (Qdrant 1.18). The
        checksum sees to it that what it finds there is what it took.

        Raises:
            QdrantError: No answer came, or only that of a gateway: the instance may still be at it, and nobody else
                may fill the clone meanwhile.
        """
        target = target_of(self._client.init_options)
        part, *others = self._record.parts
        if others or not part.checksum or not isinstance(target, RestTarget):
            return False
        path = f"collections/{quote(self._record.collection, safe='')}/snapshots/{quote(part.name, safe='')}"
        try:
            self._client.recover_snapshot(
                self._step.collection,
                f"{target.address.base_url}/{path}",
                api_key=target.headers.get("api-key"),
                checksum=part.checksum,
                priority=models.SnapshotPriority.SNAPSHOT,
                timeout=LONG_SECONDS,
            )
        except UnexpectedResponse as refused:
            if refused.status_code in _OF_A_GATEWAY or isinstance(refused, Timeout):
                raise
            return False
        return True
