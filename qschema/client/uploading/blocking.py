"""Uploads that block the caller: his thread reads and writes the batches, others send them."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Event, Thread
from typing import Any

from qschema.client.requests.collections import GetCollection
from qschema.client.transports.base import Transport
from qschema.client.uploading.batches import Batch
from qschema.client.uploading.carrying import carry
from qschema.client.uploading.delivery import Delivery
from qschema.client.uploading.job import Job
from qschema.client.uploading.layout import Layout
from qschema.client.uploading.progress import Progress, telling
from qschema.client.uploading.report import Report
from qschema.client.uploading.sources import Source
from qschema.client.uploading.workers import Worker, luggage

_GLANCE = 0.1
"""Seconds between two looks at how far the last batches are."""


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
        for batch in source.read():
            layout.check(batch)
    with telling(job.progress, job.collection_name) as listener:
        _Run(transport, source, job, layout, listener).go()


class _Run:
    """One upload.

    Only the caller's thread is ever interrupted by Ctrl-C (Python runs signal handlers in the main thread alone), so
    that what the senders do and note down is never torn apart.
    """

    def __init__(
        self, transport: Any, source: Source, job: Job, layout: Layout, listener: Callable[[Progress], None]
    ) -> None:
        self._job = job
        self._layout = layout
        self._listener = listener
        self._is_checked = source.total is not None
        self._reader = source.read()
        self._report = Report(source, self._reader)
        self._stop = Event()
        # Each attempt counts here: nothing is repeated behind our back.
        self._send: Callable[..., Any] = getattr(transport, "send_once", transport.send)
        self._as_json = bool(getattr(transport, "writes_json", False))
        packed = luggage(transport.target, job) if job.method is not None and self._as_json else None
        self._workers = [None if packed is None else Worker(packed) for _ in range(job.lanes)]
        # Room for one: while all senders are busy, one more batch is ready, and another in the making.
        self._ready: queue.Queue[Delivery | None] = queue.Queue(1)
        self._ends = 0
        self._senders = [
            Thread(target=self._work, args=(worker,), name=f"qschema-upload-{number}", daemon=True)
            for number, worker in enumerate(self._workers)
        ]
        self._unread: Exception | None = None

    def go(self) -> None:
        for sender in self._senders:
            sender.start()
        try:
            for batch in self._batches():
                self._hand_over(self._prepared(batch))
            self._see_out()
        except KeyboardInterrupt as error:
            self._break_off()
            raise self._report.interrupted() from error
        if self._unread is not None:
            self._report.failed(self._unread)
        self._report.end(self._job.collection_name)

    def _batches(self) -> Iterator[Batch]:
        """Read until there are no more, or something fails; what was read before is sent all the same."""
        while not self._report.is_over:
            try:
                batch = self._reader.next()
                if batch is not None and not self._is_checked:
                    self._layout.check(batch)
            except Exception as error:
                self._unread = error
                return
            if batch is None:
                return
            yield batch

    def _prepared(self, batch: Batch) -> Delivery:
        delivery = Delivery(batch, self._job, self._as_json)
        if self._workers[0] is None:
            with suppress(Exception):  # the sender meets it again, and reports it
                delivery.request()
        return delivery

    def _hand_over(self, delivery: Delivery | None) -> None:
        while any(sender.is_alive() for sender in self._senders):
            self._report.tell(self._listener)
            with suppress(queue.Full):
                self._ready.put(delivery, timeout=_GLANCE)
                return

    def _see_out(self) -> None:
        """Let the senders finish what was handed to them."""
        while self._ends < len(self._senders):
            self._hand_over(None)
            self._ends += 1
        for sender in self._senders:
            while sender.is_alive():
                sender.join(_GLANCE)
                self._report.tell(self._listener)
        self._report.tell(self._listener)

    def _break_off(self) -> None:
        """Wait for the requests that are under way, and have nothing more sent. A second Ctrl-C doesn't wait."""
        self._stop.set()
        for worker in self._workers:
            if worker is not None:
                worker.stop()
        with suppress(KeyboardInterrupt):
            self._see_out()
        with suppress(queue.Empty):
            while True:
                if (delivery := self._ready.get_nowait()) is not None:
                    self._report.begun(delivery)

    def _work(self, worker: Worker | None) -> None:
        """Send one batch after the other, in a thread or in a process that it looks after."""
        while (delivery := self._ready.get()) is not None:
            self._report.begun(delivery)
            try:
                if not self._report.is_over and not self._stop.is_set():
                    self._carry(delivery, worker)
            except Exception as error:
                self._report.failed(error)
            finally:
                self._report.ended(delivery)
        if worker is not None:
            worker.close()

    def _carry(self, delivery: Delivery, worker: Worker | None) -> None:
        if worker is None:
            carry(delivery, self._send, self._stop, self._report.succeeded)
        else:
            worker.carry(delivery, self._report.succeeded)
