"""One batch at a time, for callers with threads of their own who have to know which points are written."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from qschema.client import models
from qschema.client._sync.base import Calls
from qschema.client.errors import Timeout
from qschema.client.requests.points import UpsertPoints
from qschema.client.uploading.batches import Batch
from qschema.client.uploading.carrying import carry
from qschema.client.uploading.delivery import Delivery
from qschema.client.uploading.job import Job
from qschema.client.uploading.writing import form_of


def send_batch(
    client: Calls, batch: Batch, job: Job, *, stop: Event, acknowledged: Callable[[int], None] = lambda count: None
) -> None:
    """Send a batch until all of it is acknowledged; larger than a request may be, it is cut.

    Args:
        client: The instance.
        batch: The points.
        job: How they are sent.
        stop: Set when nothing is to be sent any more; looked at between attempts.
        acknowledged: Told the number of points of each request that was.

    Raises:
        QdrantError: A request failed for good.
    """

    def send(request: UpsertPoints) -> models.UpdateResult:
        result = client.send(request)
        # since 1.17 a server answers so after its own time, and writes the points later, unless it refuses them then
        if job.wait and result.status is models.UpdateStatus.WAIT_TIMEOUT:
            raise Timeout(
                "the points are not written within the server's time",
                collection=job.collection_name,
                why="the server is busy with other updates",
            )
        return result

    carry(Delivery(batch, job, form_of(client._transport)), send, stop, acknowledged)


def takes_text(client: Calls) -> bool:
    """Whether points go to an instance as JSON, so that text that was read as such can be passed on."""
    return form_of(client._transport) == "json"
