"""What became of the points of an upload so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Lock
from typing import Any

from qschema.client.errors import QdrantError
from qschema.client.uploading.batches import Batch
from qschema.client.uploading.errors import UploadFailed, UploadInterrupted, remaining
from qschema.client.uploading.progress import Progress


class Report:
    """Counts what is acknowledged, and keeps what isn't. Threads may share it.

    Args:
        total: How many points there are; None if that isn't known.
    """

    def __init__(self, total: int | None) -> None:
        self._lock = Lock()
        self._total = total
        self._told = 0
        self._failed: list[Any] = []
        self._cause: BaseException | None = None
        self._complete = True
        self.acknowledged = 0

    @property
    def is_over(self) -> bool:
        """Whether something failed for good, so that nothing more is to be sent."""
        return self._cause is not None

    def succeeded(self, count: int) -> None:
        """Take note of points that were acknowledged."""
        with self._lock:
            self.acknowledged += count

    def failed(self, ids: list[Any], cause: BaseException) -> None:
        """Take note of points that were not acknowledged; the first cause counts."""
        with self._lock:
            self._failed += ids
            self._cause = self._cause or cause

    def left_over(self, batches: Iterator[Batch]) -> None:
        """Take note of points that were never sent: of all of them if they can be counted."""
        if self._total is None:
            self._complete = False
            return
        for batch in batches:
            self._failed += batch.ids

    def tell(self, listener: Callable[[Progress], None]) -> None:
        """Tell a listener how far it is, if that has changed. One that fails ends the upload."""
        now = self.acknowledged
        if now <= self._told:
            return
        self._told = now
        try:
            listener(Progress(now, self._total))
        except Exception as error:
            self.failed([], error)

    def end(self, collection: str) -> None:
        """Return if all went well.

        Raises:
            UploadFailed: It didn't.
        """
        if self._cause is None:
            return
        about = _about(self._cause)
        raise UploadFailed(
            f"{self.acknowledged} points were acknowledged; {remaining(len(self._failed), self._complete)}",
            acknowledged=self.acknowledged,
            failed_ids=tuple(self._failed),
            complete=self._complete,
            collection=collection,
            fix="put right what failed, and upload the points of failed_ids again",
            **about,
        ) from self._cause

    def interrupted(self) -> UploadInterrupted:
        """Return what ends an upload at Ctrl-C."""
        return UploadInterrupted(
            acknowledged=self.acknowledged, failed_ids=tuple(self._failed), complete=self._complete
        )


def _about(cause: BaseException) -> dict[str, Any]:
    """Say what the cause says of itself."""
    if isinstance(cause, QdrantError):
        return {"method": cause.method, "url": cause.url, "status": cause.status, "why": cause.what}
    return {"why": f"{type(cause).__name__}: {cause}"}
