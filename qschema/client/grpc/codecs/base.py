"""What a codec is, and how a table names one that is written further below."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from qschema.client.models.enums import WireEnum, unknown_words

_strict: ContextVar[bool] = ContextVar("qschema_listed_words_only", default=False)


class MessageError(ValueError):
    """A message holds something that no value stands for, or a value something that no message can hold."""


class Codec(Protocol):
    """Writes values as the content of a message, and reads messages."""

    def write(self, value: Any) -> bytes:
        """Return the content of the message that a value is."""
        ...

    def read(self, message: Any) -> Any:
        """Return the value that a message is.

        Raises:
            MessageError: It stands for none.
        """
        ...


@contextmanager
def listed_words_only() -> Iterator[None]:
    """Refuse numbers of enumerations that stand for no word; else, a newer server's become members of their own."""
    before = _strict.set(True)
    try:
        yield
    finally:
        _strict.reset(before)


def unlisted(kind: type[WireEnum], number: int | str) -> WireEnum:
    """Return what stands for a number or a text that an enumeration doesn't have.

    Raises:
        MessageError: Only listed words are read.
    """
    if _strict.get():
        raise MessageError(f"{number} is no {kind.__name__}")
    with unknown_words():
        return kind(str(number))
