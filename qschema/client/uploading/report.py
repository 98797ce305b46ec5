"""What became of the points of an upload so far."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

from qschema.client.errors import QdrantError
from qschema.client.uploading.delivery import Delivery
from qschema.client.uploading.errors import UploadFailed, UploadInterrupted, remaining
from qschema.client.uploading.progress import Progress
from qschema.client.uploading.reading import Reader
from qschema.client.uploading.sources import Source


class Report:
    """Counts what is acknowledged, and keeps what isn't. Threads may share it.

    Args:
        source: The points.
        reader: What reads them.
    """

    def __init__(self, source: Source, reader: Reader) -> None:
        self._lock = Lock()
        self._source = source
        self._reader = reader
        self._told = 0
        self._begun_until = 0
        self._under_way: list[Delivery] = []
        self._failed: dict[int, Any] = {}
        self._cause: BaseException | None = None
        self.acknowledged = 0

    @property
    def is_over(self) -> bool:
        """Whether something failed for good, so that nothing more is to be sent."""
        return self._cause is not None

    def begun(self, delivery: Delivery) -> None:
        """Take note that somebody looks after a batch; batches begin in the order in which they were read."""
        with self._lock:
            self._under_way.append(delivery)
            self._begun_until = max(self._begun_until, delivery.end)

    def succeeded(self, count: int) -> None:
        """Take note of points that were acknowledged."""
        with self._lock:
            self.acknowledged += count

    def ended(self, delivery: Delivery) -> None:
        """Take note that nobody looks after a batch any more: what is left of it has failed."""
        with self._lock:
            self._under_way.remove(delivery)
            self._failed |= delivery.left

    def failed(self, cause: BaseException) -> None:
        """Take note of why the upload ends; the first cause counts."""
        with self._lock:
            self._cause = self._cause or cause

    def tell(self, listener: Callable[[Progress], None]) -> None:
        """Tell a listener how far it is, if that has changed. One that fails ends the upload."""
        now = self.acknowledged
        if now <= self._told:
            return
        self._told = now
        try:
            listener(Progress(now, self._source.total))
        except Exception as error:
            self.failed(error)

    def end(self, collection: str) -> None:
        """Return if all went well.

        Raises:
            UploadFailed: It didn't.
        """
        if self._cause is None:
            return
        figures = self._figures()
        raise UploadFailed(
            f"{figures['acknowledged']} points were acknowledged; "
            f"{remaining(len(figures['failed_ids']), figures['complete'])}",
            collection=collection,
            fix="put right what failed, and upload the points of failed_ids (in failed_rows of the source) again",
            **figures,
            **_about(self._cause),
        ) from self._cause

    def interrupted(self) -> UploadInterrupted:
        """Return what ends an upload at Ctrl-C."""
        return UploadInterrupted(**self._figures())

    def annotate(self, error: BaseException) -> None:
        """Add to an exception of somebody else how far the upload came."""
        figures = self._figures()
        for name, value in figures.items():
            setattr(error, name, value)
        if hasattr(error, "add_note"):  # Python 3.11 and later
            error.add_note(str(UploadInterrupted(**figures)))

    def _figures(self) -> dict[str, Any]:
        with self._lock:
            failed = dict(self._failed)
            for delivery in self._under_way:
                failed |= delivery.left
            if self._source.total is None:
                failed |= self._reader.ids_from(self._begun_until)
            else:
                failed |= self._source.ids_from(self._begun_until)
            rows = tuple(sorted(failed))
            return {
                "acknowledged": self.acknowledged,
                "failed_ids": tuple(failed[row] for row in rows),
                "failed_rows": rows,
                "complete": self._source.total is not None or self._reader.exhausted,
            }


def _about(cause: BaseException) -> dict[str, Any]:
    """Say what the cause says of itself."""
    if isinstance(cause, QdrantError):
        return {"method": cause.method, "url": cause.url, "status": cause.status, "why": cause.what}
    return {"why": f"{type(cause).__name__}: {cause}"}
