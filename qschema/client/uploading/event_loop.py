"""Uploads that don't block the event loop: several requests under way at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anyio
from anyio.to_thread import run_sync

from qschema.client.errors import QdrantError
from qschema.client.requests.collections import GetCollection
from qschema.client.requests.points import UpsertPoints
from qschema.client.transports.base import AsyncTransport
from qschema.client.uploading.batches import Batch
from qschema.client.uploading.delivery import Delivery
from qschema.client.uploading.job import Job
from qschema.client.uploading.layout import Layout
from qschema.client.uploading.progress import Progress, telling
from qschema.client.uploading.report import Report
from qschema.client.uploading.sources import Source


async def upload_async(transport: AsyncTransport, source: Source, job: Job) -> None:
    """Send all points of a source; see `upload`. The source is read in the loop's own thread."""
    layout = Layout.of(job.collection_name, await transport.send(GetCollection(job.collection_name)))
    if source.total is not None:
        await run_sync(_check_all, source, layout)
    with telling(job.progress, job.collection_name) as listener:
        await _Run(transport, source, job, layout, listener).go()


def _check_all(source: Source, layout: Layout) -> None:
    for batch in source.batches():
        layout.check(batch)


class _Run:
    def __init__(
        self, transport: AsyncTransport, source: Source, job: Job, layout: Layout, listener: Callable[[Progress], None]
    ) -> None:
        self._job = job
        self._layout = layout
        self._listener = listener
        self._batches = source.batches()
        self._is_checked = source.total is not None
        self._report = Report(source.total)
        self._free = anyio.Semaphore(job.parallel)
        self._once: Callable[..., Any] | None = getattr(transport, "send_once", None)
        self._send: Callable[..., Any] = self._once or transport.send

    async def go(self) -> None:
        async with anyio.create_task_group() as tasks:
            while not self._report.is_over:
                await self._free.acquire()
                batch = None if self._report.is_over else await self._next()
                if batch is None:
                    self._free.release()
                    break
                tasks.start_soon(self._deliver, batch)
        if self._report.is_over:
            self._report.left_over(self._batches)
        self._report.end(self._job.collection_name)

    async def _next(self) -> Batch | None:
        """Read a batch; None if there are no more, or it doesn't fit."""
        try:
            batch = next(self._batches, None)
        except Exception as error:
            self._report.failed([], error)
            return None
        try:
            if batch is not None and not self._is_checked:
                await run_sync(self._layout.check, batch)
        except QdrantError as error:
            self._report.failed(batch.ids if batch else [], error)
            return None
        return batch

    async def _deliver(self, batch: Batch) -> None:
        delivery = Delivery(batch, self._job, as_json=self._once is not None)
        try:
            while (request := await run_sync(delivery.request)) is not None:
                await self._attempt(delivery, request)
        except Exception as error:
            self._report.failed(delivery.left, error)
        finally:
            self._free.release()
        self._report.tell(self._listener)

    async def _attempt(self, delivery: Delivery, request: UpsertPoints) -> None:
        try:
            await self._send(request)
        except QdrantError as error:
            pause = delivery.pause_after(error)
        else:
            self._report.succeeded(delivery.succeeded())
            return
        await anyio.sleep(pause)
