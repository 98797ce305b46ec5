"""Uploads that block the caller: in his own thread, or in several."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Event
from typing import Any

from qschema.client.errors import QdrantError
from qschema.client.requests.collections import GetCollection
from qschema.client.requests.points import UpsertPoints
from qschema.client.transports.base import Transport
from qschema.client.uploading.batches import Batch
from qschema.client.uploading.delivery import Delivery
from qschema.client.uploading.job import Job
from qschema.client.uploading.layout import Layout
from qschema.client.uploading.progress import Progress, telling
from qschema.client.uploading.report import Report
from qschema.client.uploading.sources import Source


def upload(transport: Transport, source: Source, job: Job) -> None:
    """Send all points of a source.

    Args:
        transport: The way to the instance.
        source: The points.
        job: How to upload them.

    Raises:
        PointsDontFit: Points of a list or a matrix don't fit the collection; nothing was sent.
        UploadFailed: Something failed after that.
        UploadInterrupted: Ctrl-C.
    """
    layout = Layout.of(job.collection_name, transport.send(GetCollection(job.collection_name)))
    if source.total is not None:
        for batch in source.batches():
            layout.check(batch)
    with telling(job.progress, job.collection_name) as listener:
        _Run(transport, source, job, layout, listener).go()


class _Run:
    def __init__(
        self, transport: Transport, source: Source, job: Job, layout: Layout, listener: Callable[[Progress], None]
    ) -> None:
        self._job = job
        self._layout = layout
        self._listener = listener
        self._batches = source.batches()
        self._is_checked = source.total is not None
        self._report = Report(source.total)
        self._stopped = Event()
        # Only REST repeats by itself: there each attempt counts here, and nothing is repeated behind our back.
        self._once: Callable[..., Any] | None = getattr(transport, "send_once", None)
        self._send: Callable[..., Any] = self._once or transport.send

    def go(self) -> None:
        try:
            # The engine in this process works on one call at a time: threads would only wait for each other.
            if self._job.parallel == 1 or self._once is None:
                self._in_this_thread()
            else:
                self._in_threads()
        except KeyboardInterrupt as error:
            self._report.left_over(self._batches)
            raise self._report.interrupted() from error
        if self._report.is_over:
            self._report.left_over(self._batches)
        self._report.end(self._job.collection_name)

    def _in_this_thread(self) -> None:
        for batch in self._checked():
            self._deliver(batch)
            self._report.tell(self._listener)

    def _in_threads(self) -> None:
        """Keep every thread busy, and have no more read than is sent next."""
        pool = ThreadPoolExecutor(self._job.parallel, thread_name_prefix="qschema-upload")
        under_way: set[Future[None]] = set()
        try:
            for batch in self._checked():
                under_way.add(pool.submit(self._deliver, batch))
                while len(under_way) > self._job.parallel:
                    done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                    self._take(done)
            while under_way:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                self._take(done)
        finally:
            self._stopped.set()
            pool.shutdown()

    def _take(self, done: set[Future[None]]) -> None:
        for future in done:
            future.result()
        self._report.tell(self._listener)

    def _checked(self) -> Iterator[Batch]:
        """Read batches until there are no more, or something failed."""
        while not self._report.is_over:
            try:
                batch = next(self._batches, None)
            except Exception as error:
                self._report.failed([], error)
                return
            if batch is None:
                return
            try:
                if not self._is_checked:
                    self._layout.check(batch)
            except QdrantError as error:
                self._report.failed(batch.ids, error)
                return
            yield batch

    def _deliver(self, batch: Batch) -> None:
        delivery = Delivery(batch, self._job, as_json=self._once is not None)
        try:
            while (request := delivery.request()) is not None:
                self._attempt(delivery, request)
        except BaseException as error:
            self._report.failed(delivery.left, error)
            if not isinstance(error, Exception):
                raise

    def _attempt(self, delivery: Delivery, request: UpsertPoints) -> None:
        if self._stopped.is_set():
            raise KeyboardInterrupt
        try:
            self._send(request)
        except QdrantError as error:
            pause = delivery.pause_after(error)
        else:
            self._report.succeeded(delivery.succeeded())
            return
        self._stopped.wait(pause)
