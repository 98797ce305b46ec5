"""Enumerations: words here, numbers there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from qschema.client.grpc.codecs.base import MessageError, unlisted
from qschema.client.grpc.pool import enum_values
from qschema.client.models.enums import WireEnum

_NOTHING = ("default", "unknown")


class Words:
    """The numbers of an enumeration's words: names are the same but for case, dashes and what stands before them.

    Args:
        kind: The type of the words.
        enum: The name of the enumeration of numbers.
        prefix: What stands before all its names.

    A number that means "nothing said" (`UnknownDistance`, `Default`) is read as None where no word has its name.
    """

    def __init__(self, kind: type[WireEnum], enum: str, prefix: str = "") -> None:
        self.kind = kind
        self.enum = enum
        self._prefix = prefix

    def number(self, word: Any) -> int:
        """Return the number of a word.

        Raises:
            MessageError: It has none.
        """
        found = self._numbers.get(str(getattr(word, "value", word)))
        if found is None:
            raise MessageError(f"{word!s} has no number in gRPC's {self.enum}")
        return found

    def word(self, number: int) -> Any:
        """Return the word of a number, None where it says nothing."""
        found = self._words.get(number, self)
        return unlisted(self.kind, number) if found is self else found

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        known = {_plain(name.removeprefix(self._prefix)): number for name, number in enum_values(self.enum).items()}
        return {str(word.value): known[_plain(word.value)] for word in self.kind if _plain(word.value) in known}

    @cached_property
    def _words(self) -> Mapping[int, WireEnum | None]:
        words: dict[int, WireEnum | None] = {
            number: None for name, number in enum_values(self.enum).items() if name.lower().startswith(_NOTHING)
        }
        return words | {number: self.kind(word) for word, number in self._numbers.items()}


def _plain(name: str) -> str:
    return name.replace("_", "").lower()
