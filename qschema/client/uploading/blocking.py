"""Uploads that block the caller: his thread reads and writes the batches, others send them."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from threading import Event, Semaphore, Thread
from typing import Any

from qschema.client.requests.collections import GetCollection
from qschema.client.transports.base import Transport
from qschema.client.uploading.batches import Batch
from qschema.client.uploading.carrying import Once, carry
from qschema.client.uploading.delivery import Delivery
from qschema.client.uploading.job import Job
from qschema.client.uploading.layout import Layout
from qschema.client.uploading.progress import Progress, telling
from qschema.client.uploading.report import Report
from qschema.client.uploading.sources import Source
from qschema.client.uploading.workers import Worker, luggage
from qschema.client.uploading.writing import form_of

_GLANCE = 0.1
"""Seconds between two looks at how far the last batches are."""


def upload(transport: Transport, source: Source, job: Job, layout: Layout | None = None) -> None:
    """Send all points of a source.

    Args:
        transport: The way to the instance.
        source: The points.
        job: How to upload them.
        layout: What the collection takes; asked for if it isn't given.

    Raises:
        PointsDontFit: Points of a list or a matrix don't fit the collection; nothing was sent.
        UploadFailed: Something failed after that.
        UploadInterrupted: Ctrl-C.
    """
    layout = layout or Layout.of(job.collection_name, transport.send(GetCollection(job.collection_name)))
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
        self._transport = transport
        self._form = form_of(transport)
        packed = luggage(transport.target, job) if job.method is not None and self._form else None
        self._workers = [None if packed is None else Worker(packed) for _ in range(job.lanes)]
        # The next batch is read and written when the one before is on its way, not sooner: while an instance works on
        # that, there is nothing else to do, while before it, Python's global lock would keep it from being sent.
        self._room = Semaphore(job.lanes)
        self._ready: queue.SimpleQueue[Delivery | None] = queue.SimpleQueue()
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
                self._ready.put(self._prepared(batch))
            self._see_out()
        except KeyboardInterrupt as error:
            self._break_off()
            raise self._report.interrupted() from error
        if self._unread is not None:
            self._report.failed(self._unread)
        self._report.end(self._job.collection_name)

    def _batches(self) -> Iterator[Batch]:
        """Read until there are no more, or something fails; what was read before is sent all the same."""
        while self._has_room():
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
        delivery = Delivery(batch, self._job, self._form)
        if self._workers[0] is None:
            with suppress(Exception):  # the sender meets it again, and reports it
                delivery.request()
        return delivery

    def _has_room(self) -> bool:
        """Wait until the next batch is to be read; return False if something failed."""
        while not self._report.is_over:
            found = self._room.acquire(timeout=_GLANCE)
            self._report.tell(self._listener)
            if found:
                return not self._report.is_over
        return False

    def _see_out(self) -> None:
        """Let the senders finish what was handed to them."""
        for _ in self._senders:
            self._ready.put(None)
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
            sent = Once(self._room.release)
            try:
                if not self._report.is_over and not self._stop.is_set():
                    self._carry(delivery, worker, sent)
            except Exception as error:
                self._report.failed(error)
            finally:
                self._report.ended(delivery)
                sent()
        if worker is not None:
            worker.close()

    def _carry(self, delivery: Delivery, worker: Worker | None, sent: Once) -> None:
        acknowledged = self._report.succeeded
        if worker is not None:
            worker.carry(delivery, sent, acknowledged)
        elif self._form:
            carry(delivery, partial(self._transport.send_once, sent=sent), self._stop, acknowledged)
        else:
            sent()  # an engine in this process keeps it busy itself
            carry(delivery, self._transport.send, self._stop, acknowledged)
