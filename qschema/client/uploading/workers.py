"""Processes that write and send batches, for points that keep one process busy: Python objects rather than matrices."""

from __future__ import annotations

import pickle
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import BinaryIO, cast

from qschema.client.children import how_it_ended, start_child
from qschema.client.errors import InvalidRequest
from qschema.client.frames import read_frame, write_frame
from qschema.client.transports.target import RestTarget
from qschema.client.uploading.delivery import Delivery
from qschema.client.uploading.errors import WorkerDied
from qschema.client.uploading.job import Job

_MODULE = "qschema.client.uploading.worker"
_PATIENCE = 60.0
"""Seconds that a process may take to end by itself."""

Luggage = tuple[RestTarget, Job]
"""What a process works with."""


def luggage(target: RestTarget, job: Job) -> Luggage:
    """Return what a process works with.

    Raises:
        InvalidRequest: It can't go to another process.
    """
    packed = target, replace(job, progress=None)  # it is told of in this process alone
    try:
        pickle.dumps(packed)
    except Exception as error:
        raise InvalidRequest(
            "this client can't go to another process",
            collection=job.collection_name,
            why=f"something that it was made with can't be pickled: {error}",
            fix="leave method out: threads send as well",
        ) from error
    return packed


class Worker:
    """One process, and the thread that looks after it. It starts with the first batch.

    Args:
        packed: What the process works with.
    """

    def __init__(self, packed: Luggage) -> None:
        self._packed = packed
        self._process: subprocess.Popen[bytes] | None = None

    def carry(self, delivery: Delivery, sent: Callable[[], None], acknowledged: Callable[[int], None]) -> None:
        """Have a batch sent; see `carrying.carry`.

        Raises:
            QdrantError: A request failed for good, or the process died.
        """
        try:
            process = self._process or self._start()
            write_frame(cast(BinaryIO, process.stdin), delivery.batch)
            sent()
            while True:
                count, error = read_frame(cast(BinaryIO, process.stdout))
                if error is not None:
                    raise error
                if count is None:
                    return
                delivery.carried(count)
                acknowledged(count)
        except (EOFError, OSError) as error:
            raise self._died() from error

    def stop(self) -> None:
        """Have nothing sent again any more: the process ends after the request that is under way."""
        if (process := self._process) is not None:
            with suppress(OSError):
                cast(BinaryIO, process.stdin).close()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            cast(BinaryIO, process.stdin).close()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        cast(BinaryIO, process.stdout).close()

    def _start(self) -> subprocess.Popen[bytes]:
        process = self._process = start_child(_MODULE)
        write_frame(cast(BinaryIO, process.stdin), self._packed)
        return process

    def _died(self) -> WorkerDied:
        process = self._process
        self.close()
        return WorkerDied(
            "a process of the upload died",
            why="it couldn't be started" if process is None else how_it_ended(process.returncode),
            fix="look at the system's memory; upload the points of failed_ids again, or with threads (without method)",
        )
