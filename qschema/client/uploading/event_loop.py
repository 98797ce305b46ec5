"""Uploads that don't block the event loop: several requests under way at a time, bodies written in threads."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import anyio
from anyio.to_thread import run_sync

from qschema.client.errors import QdrantError
from qschema.client.requests.collections import GetCollection
from qschema.client.requests.points import UpsertPoints
from qschema.client.transports.base import AsyncTransport
from qschema.client.uploading.batches import Batch
from qschema.client.uploading.carrying import Once
from qschema.client.uploading.delivery import Delivery
from qschema.client.uploading.job import Job
from qschema.client.uploading.layout import Layout
from qschema.client.uploading.progress import Progress, telling
from qschema.client.uploading.report import Report
from qschema.client.uploading.sources import Source
from qschema.client.uploading.writing import form_of


async def upload_async(transport: AsyncTransport, source: Source, job: Job, layout: Layout | None = None) -> None:
    """Send all points of a source; see `upload`. The source is read in the loop's own thread.

    An upload that is cancelled ends with the loop's own exception, to which is added what `UploadInterrupted` has.
    """
    layout = layout or Layout.of(job.collection_name, await transport.send(GetCollection(job.collection_name)))
    if source.total is not None:
        await run_sync(_check_all, source, layout)
    with telling(job.progress, job.collection_name) as listener:
        await _Run(transport, source, job, layout, listener).go()


def _check_all(source: Source, layout: Layout) -> None:
    for batch in source.read():
        layout.check(batch)


class _Run:
    def __init__(
        self, transport: Any, source: Source, job: Job, layout: Layout, listener: Callable[[Progress], None]
    ) -> None:
        self._job = job
        self._layout = layout
        self._listener = listener
        self._is_checked = source.total is not None
        self._reader = source.read()
        self._report = Report(source, self._reader)
        self._free = anyio.Semaphore(job.lanes)
        self._room = anyio.Semaphore(job.lanes)
        self._transport = transport
        self._form = form_of(transport)

    async def go(self) -> None:
        try:
            unread = await self._send_all()
        except anyio.get_cancelled_exc_class() as error:
            self._report.annotate(error)
            raise
        if unread is not None:
            self._report.failed(unread)
        self._report.end(self._job.collection_name)

    async def _send_all(self) -> Exception | None:
        """Send until there are no more, or something fails; return why the reading failed, if it did."""
        async with anyio.create_task_group() as tasks:
            while not self._report.is_over:
                await self._room.acquire()  # see `blocking`
                try:
                    batch = self._reader.next()
                    if batch is not None and not self._is_checked:
                        await run_sync(self._layout.check, batch)
                except Exception as error:
                    return error
                if batch is None:
                    break
                delivery = await run_sync(self._prepared, batch)
                await self._free.acquire()
                if self._report.is_over:
                    break
                self._report.begun(delivery)
                tasks.start_soon(self._deliver, delivery)
        return None

    def _prepared(self, batch: Batch) -> Delivery:
        delivery = Delivery(batch, self._job, self._form)
        with suppress(Exception):  # it is met again, and reported, when its turn has come
            delivery.request()
        return delivery

    async def _deliver(self, delivery: Delivery) -> None:
        sent = Once(self._room.release)
        try:
            while (request := await self._next(delivery)) is not None:
                await self._attempt(delivery, request, sent)
        except Exception as error:
            self._report.failed(error)
        finally:
            self._report.ended(delivery)
            self._free.release()
            sent()
        self._report.tell(self._listener)

    async def _attempt(self, delivery: Delivery, request: UpsertPoints, sent: Once) -> None:
        try:
            if self._form:
                await self._transport.send_once(request, sent=sent)
            else:
                sent()
                await self._transport.send(request)
        except QdrantError as error:
            pause = delivery.pause_after(error)
        else:
            self._report.succeeded(delivery.succeeded())
            return
        await anyio.sleep(pause)

    async def _next(self, delivery: Delivery) -> UpsertPoints | None:
        return delivery.request() if delivery.is_ready else await run_sync(delivery.request)
