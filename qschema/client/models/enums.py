"""The base of all enumerations, and how a word of a newer server is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from typing import Any

_tolerant: ContextVar[bool] = ContextVar("qschema_unknown_words", default=False)
_unknown: dict[tuple[type[Enum], str], WireEnum] = {}
_families: dict[str, list[type[WireEnum]]] = {}


_CODES = {
    "ar": "arabic",
    "az": "azerbaijani",
    "bn": "bengali",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "he": "hebrew",
    "hi-en": "hinglish",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "jp": "japanese",
    "kk": "kazakh",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sl": "slovene",
    "sv": "swedish",
    "ta": "tamil",
    "tg": "tajik",
    "tr": "turkish",
    "zh": "chinese",
}
"""Codes that a server takes for the languages of stop words and stemmers; it answers with the words (measured)."""

_TAGS = "IndexType"
"""How the tags of payload indexes are named, which tell the members of a union apart as well."""

_WITH_CODES = ("Language", "SnowballLanguage")


class WireEnum(str, Enum):
    """Base of all enumerations: a member is a text, equal to the word that stands for it in JSON.

    A word that isn't a member is refused, except within `unknown_words()`: there it becomes a member of the same type
    that isn't listed (`Distance("Hamming")` is a `Distance` named and valued `Hamming`), the same one each time.
    """

    def __init_subclass__(cls) -> None:
        _families.setdefault(_family(cls), []).append(cls)

    @classmethod
    def _missing_(cls, value: object) -> WireEnum | None:
        if not isinstance(value, str):
            return None
        if cls.__name__ in _WITH_CODES and value in _CODES:
            return cls.__members__.get(_CODES[value].upper())
        if not _tolerant.get():
            return None
        # `XOneOf`, `XOneOf1` …, or tags, make up a union: one of them may know the word, else the first one takes it
        family = _families[_family(cls)]
        if cls is not family[0] or any(value in kind._value2member_map_ for kind in family):
            return None
        member = str.__new__(cls, value)
        member._name_ = member._value_ = value
        return _unknown.setdefault((cls, value), member)

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        # a member that isn't listed survives pickling, also in a process that never read it
        return _restore, (type(self), self._value_)


@contextmanager
def unknown_words() -> Iterator[None]:
    """Take words that no enumeration lists, as a server newer than this package may send them.

    For reading answers only: what is written must be a word that is listed. Holds for the current thread or task.
    """
    before = _tolerant.set(True)
    try:
        yield
    finally:
        _tolerant.reset(before)


def _family(kind: type[Enum]) -> str:
    name = kind.__name__.partition("OneOf")[0]
    return _TAGS if name.endswith(_TAGS) else name


def _restore(kind: type[WireEnum], word: str) -> WireEnum:
    with unknown_words():
        return kind(word)
