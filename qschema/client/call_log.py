"""What calls cost: a record of each call that a block of code makes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qschema.client.models import Usage


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One call, as it ended.

    Attributes:
        method: The HTTP method.
        url: Where the call went.
        collection: The collection that it was about.
        status: The status code of the last answer, or None if none came.
        attempts: How often it was sent.
        seconds: How long it took here, repeated attempts and the pauses between them included.
        server_seconds: How long the instance worked on the last attempt, where it says so.
        usage: What the call cost the instance in processor time, reading and writing. Instances report it with
            `service.hardware_reporting` switched on.
    """

    method: str
    url: str
    collection: str | None
    status: int | None
    attempts: int
    seconds: float
    server_seconds: float | None = None
    usage: Usage | None = None


_log: ContextVar[list[CallRecord] | None] = ContextVar("qschema_call_log", default=None)


@contextmanager
def record_calls() -> Iterator[list[CallRecord]]:
    """Record what the calls of a `with` block cost.

    Holds for the current thread or task, and for tasks that are started within; of nested blocks the innermost one
    records. Streams are not recorded, nor are calls of an engine in this process.

    Returns:
        A list that grows by one record with each call, failed ones included.
    """
    calls: list[CallRecord] = []
    before = _log.set(calls)
    try:
        yield calls
    finally:
        _log.reset(before)


def recording() -> list[CallRecord] | None:
    """Return the list that calls made here and now are recorded in, or None if nobody records them."""
    return _log.get()


def as_usage(answered: Any) -> Usage | None:
    """Return the `usage` of an answer, or None where it has none that can be read."""
    from pydantic import ValidationError

    from qschema.client.models import Usage

    try:
        return None if answered is None else Usage.model_validate(answered, extra="ignore")
    except ValidationError:
        return None
