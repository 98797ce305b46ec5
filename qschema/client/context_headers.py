"""Headers for the calls of a block of code, such as the id of a trace."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar

from qschema.client.transports.headers import fitting

_headers: ContextVar[dict[str, str]] = ContextVar("qschema_context_headers", default={})  # noqa: B039 - never changed


def get_context_headers() -> dict[str, str]:
    """Return the headers that calls made here and now carry besides those of their client; names in lower case."""
    return _headers.get()


@contextmanager
def headers(extra_headers: Mapping[str, str]) -> Iterator[None]:
    """Give the calls of a block more headers; they win over those of the client, and over those of an outer block.

    Holds for the current thread or task, and for tasks that are started within.

    Args:
        extra_headers: Names and values.

    Raises:
        ValueError: A value can't stand in a header.
    """
    before = _headers.set({**_headers.get(), **fitting(extra_headers)})
    try:
        yield
    finally:
        _headers.reset(before)


@asynccontextmanager
async def async_headers(extra_headers: Mapping[str, str]) -> AsyncIterator[None]:
    """Do what `headers` does, for `async with`."""
    with headers(extra_headers):
        yield
