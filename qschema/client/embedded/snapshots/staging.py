"""What is done on the way to the engine: files that come from elsewhere are put on the disk.

The engine answers one call after the other. What it would wait for may be its own answer: a server may be told to
recover a snapshot from its own link for downloads. So files are fetched, and read, outside of it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from qschema.client import requests
from qschema.client.embedded.checks import check
from qschema.client.embedded.scratch import make_scratch
from qschema.client.embedded.snapshots.calls import Located, unless_unwaited
from qschema.client.embedded.snapshots.locations import REMOTE, check_form_of_checksum, is_remote, read_url
from qschema.client.errors import BadRequest, ServerError
from qschema.client.requests.base import Request

_PART = 1024 * 1024
_SECONDS = 60.0
"""The longest wait for a connection, and between two parts of a file that is fetched."""

Send = Callable[[Request[Any]], Any]
"""The way to the engine."""


def needs_staging(request: Request[Any]) -> bool:
    """Whether a call has a file that the engine can't simply open.

    Raises:
        BadRequest: The call names a place that can't be one.
    """
    if isinstance(request, requests.RecoverSnapshot):
        return read_url(request.body.location).scheme in REMOTE
    if isinstance(request, requests.RecoverShardSnapshot):
        return is_remote(request.body.location)
    return isinstance(request, (requests.UploadSnapshot, requests.UploadShardSnapshot))


def staged(request: Request[Any], send: Send) -> Any:
    """Have a call answered that needs staging.

    Args:
        request: The call.
        send: Has calls answered by the engine.
    """
    if isinstance(request, (requests.UploadSnapshot, requests.UploadShardSnapshot)):
        with _on_disk(request.snapshot) as path:
            return send(replace(request, snapshot=str(path)))
    assert isinstance(request, (requests.RecoverSnapshot, requests.RecoverShardSnapshot))
    check(request)
    check_form_of_checksum(request.body.checksum)
    if isinstance(request, requests.RecoverShardSnapshot):
        # Before anything is fetched, find out whether there is such a shard.
        send(requests.ListShardSnapshots(request.collection_name, request.shard_id))
    with _scratch() as folder:
        path = folder / "fetched"
        _fetch(request.body.location, request.body.api_key, path)
        send(_as_upload(request, path))
    return unless_unwaited(request.wait, True)


@contextmanager
def parts_of(located: Located) -> Iterator[Iterator[bytes]]:
    """Read the file of a snapshot part by part."""
    try:
        with located.path.open("rb") as file:
            yield iter(lambda: file.read(_PART), b"")
    finally:
        if located.draft:
            located.path.unlink(missing_ok=True)


def _as_upload(request: requests.RecoverSnapshot | requests.RecoverShardSnapshot, path: Path) -> Request[Any]:
    body = request.body
    if isinstance(request, requests.RecoverShardSnapshot):
        return requests.UploadShardSnapshot(
            request.collection_name, request.shard_id, str(path), request.wait, body.priority, body.checksum
        )
    return requests.UploadSnapshot(request.collection_name, str(path), request.wait, body.priority, body.checksum)


@contextmanager
def _on_disk(source: str | os.PathLike[str] | BinaryIO) -> Iterator[Path]:
    """Return the path of a file that is to be sent; one that is only open is copied."""
    if isinstance(source, (str, os.PathLike)):
        yield Path(source).absolute()
        return
    with _scratch() as folder:
        path = folder / "sent"
        with path.open("wb") as target:
            shutil.copyfileobj(source, target, _PART)
        yield path


@contextmanager
def _scratch() -> Iterator[Path]:
    folder = make_scratch()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fetch(url: str, api_key: str | None, path: Path) -> None:
    """Write what is at a URL into a file.

    Raises:
        BadRequest: There is nothing to be had.
        ServerError: Nobody answers, or not to the end.
    """
    import httpx

    # Whoever is redirected to doesn't get the key.
    headers, follow = ({}, True) if api_key is None else ({"api-key": api_key}, False)
    try:
        with (
            httpx.stream("GET", url, headers=headers, timeout=_SECONDS, follow_redirects=follow) as answer,
            path.open("wb") as file,
        ):
            if not answer.is_success:
                raise BadRequest(f"the snapshot can't be fetched from {url}: status {answer.status_code}", status=400)
            for part in answer.iter_bytes():
                file.write(part)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ServerError(f"the snapshot can't be fetched from {url}: {error}", status=500) from error
