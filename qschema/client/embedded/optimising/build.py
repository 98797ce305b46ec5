"""One build: a copy of a shard, and the process that optimises it."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, BinaryIO, cast
from uuid import UUID, uuid4

from qschema.client.children import how_it_ended, start_child
from qschema.client.embedded.copying import copy_folder
from qschema.client.embedded.log import LOG
from qschema.client.embedded.log_growth import LogGrowth
from qschema.client.embedded.optimising.rules import Need
from qschema.client.frames import read_frame, write_frame

_MODULE = "qschema.client.embedded.optimising.child"
PREFIX = "shard-"
"""What the names of the folders begin with that shards are built in."""

_FILES = 8
"""What is written while a process builds is kept in memory: at most what fills so many files of the log, of 32 MB."""


class BuildError(Exception):
    """The process couldn't build the index; the text says why."""


class Build:
    """A build of a shard, from the moment when its copy is made.

    Args:
        shard: The shard's folder; everything is flushed, and nobody writes.
        need: Why it is built.
        durable: Whether the result must survive a loss of power.

    Attributes:
        folder: The copy, beside the shard; the result, once it is there.
        need: The same.
        uuid: What it is called.
        started: When it began.
        finished: When it was in place, None before.
        cancelled: Whether nobody wants it any more.
        outrun: Whether it was given up because too much was written meanwhile.
        journal: What was written to the shard since.
    """

    def __init__(self, shard: Path, need: Need, *, durable: bool) -> None:
        self.folder = shard.with_name(f"{PREFIX}{secrets.token_hex(4)}")
        self.need = need
        self.uuid: UUID = uuid4()
        self.started = datetime.now(timezone.utc)
        self.finished: datetime | None = None
        self.cancelled = False
        self.outrun = False
        self.journal: list[Any] = []
        self._durable = durable
        self._done = False
        self._growth = LogGrowth(shard / LOG)
        try:
            copy_folder(shard, self.folder, without=LOG)
            self._process = start_child(_MODULE)
        except OSError as error:
            self.remove()
            raise BuildError(str(error)) from error

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def wait(self) -> bool:
        """Wait for the process; return whether there was anything to build.

        Raises:
            BuildError: It died, or couldn't.
        """
        to, answers = cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)
        try:
            write_frame(to, (os.getpid(), str(self.folder), self._durable))
            done, answer = read_frame(answers)
        except (EOFError, OSError) as error:
            self._process.kill()
            how = how_it_ended(self._process.wait())
            raise BuildError(f"the process that builds the index ended before it was done: {how}") from error
        finally:
            for pipe in (to, answers):
                with suppress(OSError):
                    pipe.close()
            self._process.wait()
        if not done:
            raise BuildError(str(answer))
        self._done = True
        return bool(answer)

    def take_down(self, operation: Any) -> None:
        """Note what is written to the shard; when it is too much before the process is done, the build is given up."""
        if self.outrun:
            return
        self.journal.append(operation)
        if not self._done and self._growth.files() >= _FILES:
            self.outrun = True
            self.cancel()
            self.journal.clear()

    def cancel(self) -> None:
        """End the process; nothing is written any more when this returns."""
        self.cancelled = True
        self._process.kill()
        self._process.wait()

    def remove(self) -> None:
        """Delete the copy."""
        shutil.rmtree(self.folder, ignore_errors=True)
