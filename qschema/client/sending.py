"""Files on their way out: read while they are sent, with somebody who is told how far that is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from qschema.client.requests.base import Source


@contextmanager
def watched(source: Source, progress: Callable[[int], None] | None) -> Iterator[Source]:
    """Return a source that tells how much of it was read; the source itself if nobody wants to know.

    Args:
        source: The path of a file, or a binary file that is open for reading.
        progress: Told of the bytes so far, after each part.
    """
    if progress is None:
        yield source
    elif isinstance(source, (str, os.PathLike)):
        with open(source, "rb") as file:
            yield cast(BinaryIO, _Watched(file, progress))
    else:
        yield cast(BinaryIO, _Watched(source, progress))


class _Watched:
    """A file that is open for reading, and is read once."""

    def __init__(self, file: BinaryIO, progress: Callable[[int], None]) -> None:
        self._file = file
        self._progress = progress
        self._read = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def read(self, size: int = -1) -> bytes:
        part = self._file.read(size)
        if part:
            self._read += len(part)
            self._progress(self._read)
        return part
