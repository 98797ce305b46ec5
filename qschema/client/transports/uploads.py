"""A file as one part of a multipart form, read while it is sent (RFC 7578)."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import BinaryIO
from urllib.parse import quote

from qschema.client.requests.base import Source

CHUNK_BYTES = 1 << 20


class Upload:
    """The body of one call that sends a file.

    Args:
        field: The name of the form's field.
        source: The path of the file, or an open binary file: sent from where it stands.
    """

    def __init__(self, field: str, source: Source) -> None:
        self._source = source
        boundary = secrets.token_hex(16)
        path = source if isinstance(source, (str, os.PathLike)) else getattr(source, "name", "")
        name = quote(os.path.basename(os.fspath(path)) if isinstance(path, (str, os.PathLike)) else "") or field
        self.content_type = f"multipart/form-data; boundary={boundary}"
        self._head = (
            f'--{boundary}\r\ncontent-disposition: form-data; name="{field}"; filename="{name}"\r\n'
            "content-type: application/octet-stream\r\n\r\n"
        ).encode()
        self._tail = f"\r\n--{boundary}--\r\n".encode()

    @property
    def repeatable(self) -> bool:
        """Whether the file can be read once more from the same place."""
        return isinstance(self._source, (str, os.PathLike))

    def parts(self) -> Iterator[bytes]:
        """Yield the body in parts."""
        with _opened(self._source) as file:
            yield self._head
            while part := file.read(CHUNK_BYTES):
                yield part
            yield self._tail

    async def async_parts(self) -> AsyncIterator[bytes]:
        """Yield the body in parts, read in another thread."""
        from anyio.to_thread import run_sync

        with _opened(self._source) as file:
            yield self._head
            while part := await run_sync(file.read, CHUNK_BYTES):
                yield part
            yield self._tail


@contextmanager
def _opened(source: Source) -> Iterator[BinaryIO]:
    """Open a path; a file that the caller has opened is the caller's to close."""
    if isinstance(source, (str, os.PathLike)):
        with open(source, "rb") as file:
            yield file
    else:
        yield source
