"""Calls about snapshots that nobody waits for; a server answers them at once, too, whatever comes of it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from threading import Thread
from typing import Any

from qschema.client import requests
from qschema.client.embedded.checks import check
from qschema.client.embedded.snapshots.locations import check_form_of_checksum
from qschema.client.embedded.snapshots.staging import needs_staging, staged
from qschema.client.errors import QdrantError
from qschema.client.requests.base import Request

_log = logging.getLogger(__name__)

_UPLOADS = (requests.UploadShardSnapshot, requests.UploadSnapshot)

_CALLS: tuple[type[Request[Any]], ...] = (
    *_UPLOADS,
    requests.CreateFullSnapshot,
    requests.CreateShardSnapshot,
    requests.CreateSnapshot,
    requests.DeleteFullSnapshot,
    requests.DeleteShardSnapshot,
    requests.DeleteSnapshot,
    requests.RecoverShardSnapshot,
    requests.RecoverSnapshot,
)


def not_waited_for(request: Request[Any]) -> bool:
    """Whether a call is one about snapshots that nobody waits for."""
    return isinstance(request, _CALLS) and getattr(request, "wait", None) is False


async def in_background(
    request: Request[Any],
    submit: Callable[[Request[Any]], Future[Any]],
    answer: Callable[[Request[Any]], Awaitable[Any]],
) -> None:
    """Have a call carried out, and what goes wrong with it written to the log.

    An upload is waited for, since its file is only lent.

    Args:
        request: The call.
        submit: Hands calls to the engine.
        answer: Has a call answered.

    Raises:
        UnexpectedResponse: The call itself can't be right.
    """
    check(request)
    check_form_of_checksum(getattr(getattr(request, "body", request), "checksum", None))
    staging = needs_staging(request)
    if isinstance(request, _UPLOADS):
        try:
            await answer(request)
        except (QdrantError, OSError) as error:
            _tell(request, error)
    elif staging:
        Thread(target=_stage, args=(request, submit), name="qschema-fetching", daemon=True).start()
    else:
        submit(request).add_done_callback(lambda done: _look(request, done))


def _stage(request: Request[Any], submit: Callable[[Request[Any]], Future[Any]]) -> None:
    try:
        staged(request, lambda call: submit(call).result())
    except (QdrantError, OSError) as error:
        _tell(request, error)


def _look(request: Request[Any], done: Future[Any]) -> None:
    error = None if done.cancelled() else done.exception()
    if error is not None:
        _tell(request, error)


def _tell(request: Request[Any], error: BaseException) -> None:
    _log.warning("%s, which nobody waited for, failed: %s", type(request).__name__, error)
