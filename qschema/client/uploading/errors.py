"""What may become of an upload."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from qschema.client.errors import InvalidRequest, QdrantError


class PointsDontFit(InvalidRequest):
    """Points don't fit the collection: a vector that it hasn't, or one of another length. They were not sent."""

    code: ClassVar[str] = "qdrant.points-dont-fit"


class WorkerDied(QdrantError):  # noqa: N818 - named like its siblings
    """A process of an upload ended before its work was done."""

    code: ClassVar[str] = "qdrant.upload-worker-died"


class UploadFailed(QdrantError):  # noqa: N818 - named like its siblings
    """An upload ended before all points were acknowledged; `__cause__` says why.

    Attributes:
        acknowledged: How many points the instance has acknowledged.
        failed_ids: The ids of all points that were read, and not acknowledged, in the order of the source; those that
            were made up as well. Points that were on their way may be there all the same; sending any of them again
            under its id does no harm.
        failed_rows: The positions of these points in the source, counted from 0.
        complete: Whether there were no more points than those: False if the source can be read only once, and was not
            read to its end.
    """

    code: ClassVar[str] = "qdrant.upload-failed"

    def __init__(
        self,
        what: str,
        *,
        acknowledged: int,
        failed_ids: Sequence[Any],
        failed_rows: Sequence[int],
        complete: bool,
        **about: Any,
    ) -> None:
        super().__init__(what, **about)
        self.acknowledged = acknowledged
        self.failed_ids = failed_ids
        self.failed_rows = failed_rows
        self.complete = complete

    def as_json(self) -> dict[str, Any]:
        """Return the error as a JSON object, with the number of points that were acknowledged and the ids of others."""
        ids = [id if isinstance(id, (int, str)) else str(id) for id in self.failed_ids]
        rows = list(self.failed_rows)
        figures = {"acknowledged": self.acknowledged, "failed_ids": ids, "failed_rows": rows, "complete": self.complete}
        return {**super().as_json(), **figures}


class UploadInterrupted(KeyboardInterrupt):
    """Ctrl-C ended an upload. It is a KeyboardInterrupt, so that what catches errors doesn't catch it.

    Attributes:
        acknowledged: How many points the instance has acknowledged.
        failed_ids: The ids of all points that were read, and not acknowledged.
        failed_rows: Their positions in the source, counted from 0.
        complete: Whether there were no more points than those.
    """

    def __init__(
        self, *, acknowledged: int, failed_ids: Sequence[Any], failed_rows: Sequence[int], complete: bool
    ) -> None:
        super().__init__(f"{acknowledged} points were acknowledged; {remaining(len(failed_ids), complete)}")
        self.acknowledged = acknowledged
        self.failed_ids = failed_ids
        self.failed_rows = failed_rows
        self.complete = complete


def remaining(failed: int, complete: bool) -> str:
    """Say in words how many points were not acknowledged."""
    return f"{failed} were not" if complete else f"{failed} were not, and the rest was never read"
