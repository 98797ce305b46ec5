"""Calls that only this package makes of its own engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, NamedTuple, TypeVar

from qschema.client.requests.base import Request, RestForm

R = TypeVar("R")


def unless_unwaited(wait: bool | None, result: R) -> R | None:
    """Return what a call is answered with: its result, or nothing if nobody waits for it."""
    return None if wait is False else result


class Located(NamedTuple):
    """The file of a snapshot.

    Attributes:
        path: Where it is.
        draft: Whether it is only there to be read once; who reads it deletes it.
    """

    path: Path
    draft: bool = False


@dataclass(frozen=True, slots=True)
class LocateSnapshot(Request[Located]):
    """Say where the file is that a call would answer with, so that it needn't go through the engine's process."""

    rest: ClassVar = RestForm(verb="GET", path="/")
    result: ClassVar = Located

    request: Request[bytes]

    @property
    def collection(self) -> str | None:
        """The collection that the call is about."""
        return self.request.collection


@dataclass(frozen=True, slots=True)
class RecoverStorage(Request[bool]):
    """Put a snapshot of a whole instance into one in which nothing is yet."""

    rest: ClassVar = RestForm(verb="PUT", path="/")
    result: ClassVar = bool

    path: str
