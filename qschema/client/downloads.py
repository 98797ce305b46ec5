"""Files on their way in: parts of bytes that come one by one, and end up whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from qschema.client.errors import ResponseHandlingException

Destination = str | os.PathLike[str] | BinaryIO
"""Where a file goes: a path, or a file that is open for writing bytes."""


def save(
    parts: Iterable[bytes],
    destination: Destination,
    checksum: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Write parts to where they belong, and return how many bytes that were.

    A path gets its file only when all of it has come; until then it has another name in the same folder.

    Args:
        parts: The parts of the file.
        destination: Where to.
        checksum: The SHA-256 of the whole in hexadecimal digits; checked if given.
        progress: Told of the bytes so far, after each part.

    Raises:
        ResponseHandlingException: The checksum is another one. An open file has the wrong bytes by then.
    """
    with _opened(destination) as sink:
        for part in parts:
            sink.write(part)
            if progress is not None:
                progress(sink.size)
        sink.check(checksum)
    return sink.size


async def save_async(
    parts: AsyncIterator[bytes],
    destination: Destination,
    checksum: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Do what `save` does; the event loop isn't held up by the disk."""
    from anyio.to_thread import run_sync

    with _opened(destination) as sink:
        async for part in parts:
            await run_sync(sink.write, part)
            if progress is not None:
                progress(sink.size)
        sink.check(checksum)
    return sink.size


class _Sink:
    """An open file that knows what went into it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = sha256()
        self.size = 0

    def write(self, part: bytes) -> None:
        self._file.write(part)
        self._hash.update(part)
        self.size += len(part)

    def check(self, checksum: str | None) -> None:
        found = self._hash.hexdigest()
        if checksum is not None and checksum.lower() != found:
            raise ResponseHandlingException(
                f"the file has the checksum {found}, not {checksum}",
                why="it was damaged on its way, or is another one",
                fix="fetch it again",
            )


@contextmanager
def _opened(destination: Destination) -> Iterator[_Sink]:
    """Open a path under another name until everything is there; a file that the caller has opened stays open."""
    if not isinstance(destination, (str, os.PathLike)):
        yield _Sink(destination)
        return
    path = Path(destination)
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with open(unfinished, "xb") as file:
            yield _Sink(file)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
