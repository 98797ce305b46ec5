"""The frame around every answer of the REST API."""

from __future__ import annotations

from typing import Any, Generic

from typing_extensions import TypeVar

from qschema.client.models.base import Model
from qschema.client.models.service import Usage

__all__ = ["Answer"]

T = TypeVar("T", default=Any)


class Answer(Model, Generic[T]):
    """An answer: `Answer[CollectionInfo]` for one whose result is read, plain `Answer` for any.

    Attributes:
        usage: What the call cost, where the instance says so.
        time: Seconds that the instance worked on it.
        status: `ok`, or what went wrong.
        result: What was asked for.
    """

    usage: Usage | None = None
    time: float | None = None
    status: str | None = None
    result: T | None = None
