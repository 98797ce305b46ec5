"""How JSON becomes wire types: patiently where a server answers, to the letter where a server is asked."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter

from qschema.client.models.enums import unknown_words

T = TypeVar("T")


def read_answer(reader: TypeAdapter[T], answer: Any) -> T:
    """Return what a server answered, given as parsed JSON or as wire types.

    A server newer than this package may know more: fields that are unknown here are ignored, even where writing them
    is forbidden, and words that no enumeration lists become members of their own (see `WireEnum`).

    Raises:
        pydantic.ValidationError: It isn't what the type says.
    """
    with unknown_words():
        return reader.validate_python(answer, extra="ignore")


def read_answer_json(reader: TypeAdapter[T], answer: bytes | str) -> T:
    """Return what a server answered, given as the text of its JSON; otherwise as `read_answer`."""
    with unknown_words():
        return reader.validate_json(answer, extra="ignore")


def read_request(reader: TypeAdapter[T], body: bytes | str) -> T:
    """Return the body of a request, given as the text of its JSON, as strictly as Qdrant's own server reads it.

    A text isn't taken for a number or a boolean, nor 1.5 or 1.0 for a whole number; unknown fields are ignored
    without a word, and fields have no names but those of the API.

    Raises:
        pydantic.ValidationError: It isn't what the type says; a server answers 400.
    """
    return reader.validate_json(body, strict=True, extra="ignore", by_alias=True, by_name=False)
