"""Reading what comes with a call: a body that is kept in memory, or a file in a form that never is."""

from __future__ import annotations

import logging
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

from qschema.client.errors import BadRequest, UnexpectedResponse

# A form that can't be read is answered; what its parser logs of it besides would only fill stderr.
logging.getLogger("python_multipart").addHandler(logging.NullHandler())

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
        UnexpectedResponse: There is no such form, or no such file in it.
    """
    media = incoming.headers.get("content-type")
    if media is None:
        raise BadRequest("the call has no content type", status=400)
    if not media.lower().startswith("multipart/"):
        raise UnexpectedResponse(f"the call wants a multipart form, not {media}", status=415)
    try:
        form = await incoming.form()
    except (MultiPartException, HTTPException) as error:
        raise BadRequest("the form can't be read", status=400) from error
    try:
        part = next((value for value in form.getlist(name) if isinstance(value, UploadFile)), None)
        if part is None:
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
