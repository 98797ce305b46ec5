"""One batch on its way until it is acknowledged: cut by bytes, sent again where that helps. Nothing here waits."""

from __future__ import annotations

from random import uniform
from typing import Any

from qschema.client.errors import (
    InvalidRequest,
    PayloadTooLarge,
    QdrantError,
    QuotaExceeded,
    RateLimited,
    ResponseHandlingException,
    ServerError,
    UnexpectedResponse,
)
from qschema.client.limits import MAX_BODY_BYTES
from qschema.client.requests.points import UpsertPoints
from qschema.client.uploading.batches import Batch
from qschema.client.uploading.job import Job
from qschema.client.uploading.writing import Form, write

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 10.0
"""Seconds. A server that is restarted takes some; an upload has more time than a single call."""


class Delivery:
    """The requests that carry one batch.

    Args:
        batch: The points.
        job: How they are uploaded.
        form: How the transport's bodies travel, so that they can be written here once for all attempts.

    Attributes:
        batch: The points.
        end: The position behind the last point in its source.
    """

    def __init__(self, batch: Batch, job: Job, form: Form | None) -> None:
        self.batch = batch
        self.end = batch.first + len(batch)
        self._pending = [batch]
        self._job = job
        self._form = form
        self._request: UpsertPoints | None = None
        self._failures = 0

    @property
    def left(self) -> dict[int, Any]:
        """The ids of points that are not acknowledged, by their positions in the source."""
        return {row: id for batch in list(self._pending) for row, id in batch.ids_by_row.items()}

    @property
    def is_ready(self) -> bool:
        """Whether nothing has to be written before the next request is sent."""
        return self._request is not None or not self._pending

    def request(self) -> UpsertPoints | None:
        """Return what is to be sent next; None if all is done.

        Raises:
            InvalidRequest: A point can't be written, or one alone is larger than a request may be.
        """
        while self._request is None and self._pending:
            self._request = self._built(self._pending[-1])
            if self._request is None:
                self._split()
        return self._request

    def succeeded(self) -> int:
        """Take note that the request was acknowledged; return the number of its points."""
        self._request, self._failures = None, 0
        return len(self._pending.pop())

    def carried(self, count: int) -> None:
        """Take note that somebody else had the first points acknowledged that were left."""
        rest = self._pending.pop()
        if count < len(rest):
            self._pending.append(rest.parts(count)[1])

    def pause_after(self, error: QdrantError) -> float:
        """Return the seconds until the next attempt.

        Raises:
            QdrantError: This failure is the end.
        """
        if isinstance(error, RateLimited) and error.retry_after is not None:
            return error.retry_after + uniform(0, FIRST_PAUSE)
        # A rate limit without a time to wait means that this one request is more than is ever allowed at once.
        if isinstance(error, (RateLimited, PayloadTooLarge)) and len(self._pending[-1]) > 1:
            self._split()
            return 0.0
        self._failures += 1
        if self._failures > self._job.max_retries or not _is_passing(error):
            raise error
        return min(FIRST_PAUSE * 2.0 ** (self._failures - 1), LONGEST_PAUSE) * uniform(0.5, 1)

    def _built(self, batch: Batch) -> UpsertPoints | None:
        """Return the request for a batch; None if it is too large."""
        job = self._job
        limit = job.max_batch_bytes or MAX_BODY_BYTES
        if len(batch) > 1 and batch.least_bytes > limit:
            return None
        body = {**batch.body, **job.options}
        request, size = write(self._form, job.collection_name, body, job.wait, measure=job.max_batch_bytes is not None)
        if size is None or size <= limit:
            return request
        if len(batch) > 1:
            return None
        raise InvalidRequest(
            f"the point {batch.ids[0]} takes {size} bytes, more than the {limit} of a request",
            collection=job.collection_name,
            fix="raise max_batch_bytes if the server was configured to read more",
        )

    def _split(self) -> None:
        batch = self._pending.pop()
        first, second = batch.parts(len(batch) // 2)
        self._pending += [second, first]
        self._request = None


def _is_passing(error: QdrantError) -> bool:
    """Whether the same request may fare better later; what the instance refuses, it refuses again."""
    if isinstance(error, UnexpectedResponse):
        return isinstance(error, ServerError) and not isinstance(error, QuotaExceeded)
    return isinstance(error, ResponseHandlingException) and error.status is None and not error.lasting
