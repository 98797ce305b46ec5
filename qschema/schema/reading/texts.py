"""Readers of texts: free ones, secret ones, durations, and words of a list."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

from qschema.schema.duration import DURATION, EXAMPLES
from qschema.schema.errors import BadValueError, NeedsQuotesError
from qschema.schema.nearest import nearest, one_of
from qschema.schema.nodes import Node, Scalar
from qschema.schema.reading.base import FAILED, Given, Reading
from qschema.schema.scalars import Kind, meaning
from qschema.schema.secrets import remember


class ScalarReader(ABC):
    """Base of the readers of single values.

    Attributes:
        expected: What it reads.
    """

    expected: str

    def read(self, node: Node, reading: Reading) -> Any:
        """Return the value, or note mistakes and return `FAILED`."""
        if not isinstance(node, Scalar):
            return reading.wrong_type(node, self.expected)
        given = reading.given(node)
        if given is None:
            return FAILED
        value = self.parse(given)
        if value is FAILED:
            self.complain(node, given, reading)
        return value

    @abstractmethod
    def parse(self, given: Given) -> Any:
        """Return the value of a text, or `FAILED`."""

    def complain(self, node: Scalar, given: Given, reading: Reading) -> None:
        """Note why a text can't be read."""
        reading.wrong_type(node, self.expected, given)


class Text(ScalarReader):
    """Reads a text."""

    expected = "a text"

    def parse(self, given: Given) -> Any:
        """Return the text; one without quotes must look like nothing else."""
        plain = given.bare and not given.replaced
        return FAILED if plain and meaning(given.text).kind is not Kind.TEXT else given.text

    def complain(self, node: Scalar, given: Given, reading: Reading) -> None:
        """Note that the text needs quotes, or that there is none."""
        if node.is_null:
            reading.wrong_type(node, self.expected)
            return
        reading.problems.add(
            NeedsQuotesError(
                f"{reading.address} must be a text, and {reading.shown(node)} may be none",
                where=str(node.source),
                why=meaning(given.text).taken_for,
                fix="put it into quotes" if reading.shown(node) == "this" else f'write "{given.text}"',
            )
        )


class Secret(Text):
    """Reads a text that nobody must see: it is remembered before anything can tell of it, and shown in no error."""

    def read(self, node: Node, reading: Reading) -> Any:
        """Return the text, or note mistakes and return `FAILED`."""
        if isinstance(node, Scalar) and "${" not in node.text:
            remember(node.text)
        seen = len(reading.values)
        with reading.secretly():
            value = super().read(node, reading)
        for secret in (value, *reading.values[seen:]):
            if isinstance(secret, str):
                remember(secret)
        return value


class Duration(ScalarReader):
    """Reads a duration, and leaves it as it is written."""

    expected = "a duration"
    pattern = DURATION

    def parse(self, given: Given) -> Any:
        """Return the text."""
        return given.text if self.pattern.fullmatch(given.text) else FAILED

    def complain(self, node: Scalar, given: Given, reading: Reading) -> None:
        """Note that it is none."""
        reading.wrong_type(node, self.expected, given, fix=f"write it like {EXAMPLES}")


class Word(ScalarReader):
    """Reads one of several words."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        self.expected = one_of(self.words)

    def parse(self, given: Given) -> Any:
        """Return the word."""
        return given.text if given.text in self.words else FAILED

    def complain(self, node: Scalar, given: Given, reading: Reading) -> None:
        """Note that there is no such word, and which one may be meant."""
        if node.is_null:
            reading.wrong_type(node, self.expected)
            return
        meant = nearest(given.text, self.words)
        reading.problems.add(
            BadValueError(
                f"{reading.address} can't be {reading.shown(node, given)}",
                where=str(node.source),
                why=f"it is {self.expected}",
                fix=f"write {meant}" if meant else "",
            )
        )
