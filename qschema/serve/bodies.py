"""Reading what comes with a call: a body that is kept in memory, or a file in a form that never is."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request as Incoming

from qschema.client.errors import BadRequest

_THROWN_AWAY = 8
"""Up to this many times the limit is read of a body that is too large: most clients send all before they listen."""


async def read_body(incoming: Incoming, limit: int) -> bytes:
    """Return the body of a call.

    Args:
        incoming: The call.
        limit: How many bytes the body may have.

    Raises:
        BadRequest: It has more; 400, as a server answers, not 413.
    """
    parts: list[bytes] = []
    size = 0
    async for part in incoming.stream():
        size += len(part)
        if size <= limit:
            parts.append(part)
        elif size > _THROWN_AWAY * limit:
            break
    if size > limit:
        raise BadRequest(f"the body is larger than {limit} bytes", status=400)
    return b"".join(parts)


@asynccontextmanager
async def uploaded(incoming: Incoming, name: str) -> AsyncIterator[Path]:
    """Write the file in a multipart form to the disk, for as long as the call takes.

    Args:
        incoming: The call.
        name: The name of the form's part.

    Raises:
        BadRequest: There is no such form, or no such file in it.
    """
    try:
        form = await incoming.form(max_files=1)
    except (MultiPartException, HTTPException) as error:
        raise BadRequest("the form can't be read", status=400) from error
    try:
        part = form.get(name)
        if not isinstance(part, UploadFile):
            raise BadRequest(f"the call wants a multipart form with a file {name!r}", status=400)
        with tempfile.TemporaryDirectory(prefix="qschema-upload-") as folder:
            path = Path(folder, "file")
            await run_in_threadpool(_copy, part, path)
            yield path
    finally:
        await form.close()


def _copy(part: UploadFile, path: Path) -> None:
    with path.open("wb") as file:
        shutil.copyfileobj(part.file, file)
