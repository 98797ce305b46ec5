"""The two clients of httpx, without what calls to an API have no use for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from functools import lru_cache
from typing import Any

import httpx

from qschema.client.transports.deadline import Deadline
from qschema.client.transports.rest_core import WireCall

Content = Iterator[bytes] | AsyncIterator[bytes] | None
"""The parts of a body that is sent while it is read."""

parsed = lru_cache(maxsize=1024)(httpx.URL)
"""Reads a URL. The same ones come again and again, and reading one takes a tenth of a call's time."""


class _NoCookies(httpx.Cookies):
    def extract_cookies(self, response: httpx.Response) -> None:
        """Leave them: looking for some takes a fifth of a call's time."""


_NO_COOKIES = _NoCookies()
_NOTHING = httpx.ByteStream(b"")


class BlockingClient(httpx.Client):
    """`httpx.Client` that neither keeps nor sends cookies."""

    @property
    def cookies(self) -> httpx.Cookies:
        """No cookies."""
        return _NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: Any) -> None:
        raise AttributeError("cookies are neither kept nor sent")


class EventLoopClient(httpx.AsyncClient):
    """`httpx.AsyncClient` that neither keeps nor sends cookies."""

    @property
    def cookies(self) -> httpx.Cookies:
        """No cookies."""
        return _NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: Any) -> None:
        raise AttributeError("cookies are neither kept nor sent")


class _Watched(httpx.ByteStream):
    """A body, and what is to be told when all of it is on its way."""

    def __init__(self, body: bytes, sent: Callable[[], None]) -> None:
        super().__init__(body)
        self._sent = sent

    def __iter__(self) -> Iterator[bytes]:
        yield from super().__iter__()
        self._sent()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in super().__aiter__():
            yield part
        self._sent()


def host_header(base_url: str) -> str:
    """Return what the header `host` says of an address."""
    return parsed(base_url).netloc.decode("ascii")


def let_go(response: httpx.Response) -> None:
    """Free an answer that was read, and the body of its call.

    httpx ties an answer and its stream together in a circle: until the next garbage collection, dozens of calls later,
    all of their bodies would stay in memory.
    """
    response.stream = _NOTHING


def outgoing(
    call: WireCall,
    headers: dict[str, str],
    timeouts: Deadline,
    content: Content,
    sent: Callable[[], None] | None = None,
) -> httpx.Request:
    """Return a call as httpx sends it.

    Args:
        call: The call.
        headers: All headers but those about the length of the body.
        timeouts: What the connection asks how long it may wait.
        content: The parts of the body where it is a file, else None.
        sent: Told when the whole body was handed to the system.
    """
    extensions = {"timeout": timeouts}
    if content is not None:
        return httpx.Request(call.method, parsed(call.url), headers=headers, content=content, extensions=extensions)
    if call.body is not None or call.method in ("POST", "PUT", "PATCH"):
        headers["content-length"] = str(len(call.body or b""))
    body = httpx.ByteStream(call.body or b"") if sent is None else _Watched(call.body or b"", sent)
    return httpx.Request(call.method, parsed(call.url), headers=headers, stream=body, extensions=extensions)
