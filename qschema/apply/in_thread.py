"""Asynchronous forms of functions that block: each runs in a thread, and the event loop goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from inspect import signature
from typing import Any, TypeVar

from typing_extensions import ParamSpec

from qschema.apply.watching import Stop
from qschema.client import AsyncQdrantClient
from qschema.client.blocking import blocking
from qschema.errors import QschemaError

P = ParamSpec("P")
T = TypeVar("T")


def in_thread(function: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Return the asynchronous form of a function; a `client` may then be an `AsyncQdrantClient`, too.

    Where the function can be told to `stop`, to cancel it does what Ctrl-C does on the command line: it goes on to the
    end of the step that is under way, and then ends in `CancelledError`, whose cause says what was done. To cancel once
    more doesn't wait for that any longer.
    """
    stoppable = "stop" in signature(function).parameters

    @wraps(function)
    async def call(*args: P.args, **kwargs: P.kwargs) -> T:
        client = kwargs.get("client")
        if isinstance(client, AsyncQdrantClient):
            kwargs["client"] = blocking(client, asyncio.get_running_loop())
        stop = kwargs.get("stop") or Stop()
        if stoppable:
            kwargs["stop"] = stop
        running = asyncio.ensure_future(asyncio.to_thread(function, *args, **kwargs))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError as cancelled:
            if stoppable and isinstance(stop, Stop):
                stop.wanted = True
                try:
                    await running
                except QschemaError as ended:
                    raise cancelled from ended
            raise

    call.__name__ = f"a{function.__name__}"
    call.__qualname__ = f"a{function.__qualname__}"
    return call
