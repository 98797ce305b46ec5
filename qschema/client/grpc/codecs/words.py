"""Enumerations: words here, numbers there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from qschema.client.grpc.codecs.base import MessageError, unlisted
from qschema.client.grpc.pool import enum_values
from qschema.client.models.enums import WireEnum

_MOST = 2**31
_AT_CAPITALS = re.compile("(?<!^)(?=[A-Z])")
_NOTHING = re.compile("Default|Unknown")


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
        text = str(getattr(word, "value", word))
        found = self._numbers.get(_plain(text))
        if found is None and text.isdecimal() and int(text) < _MOST:
            return int(text)  # of a newer server: read without knowing its word
        if found is None:
            raise MessageError(f"{text} has no number in gRPC's {self.enum}")
        return found

    def word(self, number: int) -> Any:
        """Return the word of a number, None where it says nothing."""
        found = self._words.get(number, self)
        return unlisted(self.kind, self._unlisted.get(number, number)) if found is self else found

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {_plain(name.removeprefix(self._prefix)): number for name, number in enum_values(self.enum).items()}

    @cached_property
    def _words(self) -> Mapping[int, WireEnum | None]:
        words: dict[int, WireEnum | None] = {
            number: None for name, number in enum_values(self.enum).items() if _NOTHING.search(name)
        }
        return words | {
            self._numbers[plain]: word for word in self.kind if (plain := _plain(word.value)) in self._numbers
        }

    @cached_property
    def _unlisted(self) -> Mapping[int, str]:
        """The names of numbers that no word stands for, in the way of words."""
        return {number: _AT_CAPITALS.sub("_", name).lower() for name, number in enum_values(self.enum).items()}


def _plain(name: str) -> str:
    return name.replace("_", "").lower()
