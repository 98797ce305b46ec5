"""A transport that fails as it is told to: the only thing in these tests that isn't real."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from qschema.client import requests
from qschema.client.errors import Forbidden, Timeout
from qschema.client.requests.base import Request
from qschema.client.transports.base import Transport

Act = Callable[[Callable[[], Any]], Any]
"""What to do in place of sending: gets the function that sends."""

WRITES = (
    requests.CreateCollection,
    requests.UpdateCollection,
    requests.DeleteCollection,
    requests.UpdateAliases,
    requests.UpsertPoints,
    requests.DeletePoints,
    requests.CreatePayloadIndex,
    requests.DeletePayloadIndex,
    requests.CreateVectorName,
    requests.DeleteVectorName,
)


@dataclass
class Fault:
    """What goes wrong, with which requests, and how often.

    Attributes:
        kinds: The types of request that it befalls.
        act: What happens in place of sending.
        about: The collection; any if it is None.
        when: A condition of its own.
        times: How often it still befalls.
    """

    kinds: tuple[type[Request[Any]], ...]
    act: Act
    about: str | None = None
    when: Callable[[Any], bool] = lambda request: True
    times: float = float("inf")

    def befalls(self, request: Request[Any]) -> bool:
        return (
            self.times > 0
            and isinstance(request, self.kinds)
            and self.about in (None, request.collection)
            and self.when(request)
        )


@dataclass
class FaultyTransport(Transport):
    """Sends what the faults let through, and remembers it.

    Attributes:
        inner: What really sends.
        faults: What goes wrong; the first one that befalls a request decides.
        sent: All requests, whatever became of them.
    """

    inner: Transport
    faults: list[Fault] = field(default_factory=list)
    sent: list[Request[Any]] = field(default_factory=list)

    def send(self, request: Request[Any], *, timeout: float | None = None) -> Any:
        self.sent.append(request)

        def onward() -> Any:
            return self.inner.send(request, timeout=timeout)

        for fault in self.faults:
            if fault.befalls(request):
                fault.times -= 1
                return fault.act(onward)
        return onward()

    def send_once(self, request: Request[Any], **how: Any) -> Any:
        """Uploads repeat by themselves; nothing befalls them."""
        return self.inner.send_once(request, **how)  # type: ignore[attr-defined]  # a server's transport has it

    def stream(
        self, request: Request[bytes], *, timeout: float | None = None
    ) -> AbstractContextManager[Iterator[bytes]]:
        self.sent.append(request)
        return self.inner.stream(request, timeout=timeout)

    def close(self) -> None:
        self.inner.close()

    def add(self, act: Act, *kinds: type[Request[Any]], **how: Any) -> None:
        self.faults.append(Fault(kinds, act, **how))

    def writes(self) -> list[Request[Any]]:
        """Return the requests that change something."""
        return [request for request in self.sent if isinstance(request, WRITES)]


def answer_lost(onward: Callable[[], Any]) -> Any:
    """It is carried out, and nobody hears of it."""
    onward()
    raise Timeout("no answer within the time allowed")


def lost(onward: Callable[[], Any]) -> Any:
    """It never arrives."""
    raise Timeout("no answer within the time allowed")


def ignored(onward: Callable[[], Any]) -> Any:
    """It is accepted without effect."""
    return True


def forbidden(onward: Callable[[], Any]) -> Any:
    """The key doesn't allow it."""
    raise Forbidden("Global manage access is required", status=403)


def interrupted(onward: Callable[[], Any]) -> Any:
    """It is carried out, and Ctrl-C comes before its answer."""
    onward()
    raise KeyboardInterrupt


def renames_to(ending: str) -> Callable[[requests.UpdateAliases], bool]:
    """Return the condition that a request renames an alias to one that contains a text."""

    def when(request: requests.UpdateAliases) -> bool:
        names = [getattr(action, "rename_alias", None) for action in request.body.actions]
        return any(name is not None and ending in name.new_alias_name for name in names)

    return when


def creates(alias: str) -> Callable[[requests.UpdateAliases], bool]:
    """Return the condition that a request creates an alias of this name."""

    def when(request: requests.UpdateAliases) -> bool:
        made = [getattr(action, "create_alias", None) for action in request.body.actions]
        return any(one is not None and one.alias_name == alias for one in made)

    return when
