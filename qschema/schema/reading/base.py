"""What all readers have in common: what they are told, what they return, how they complain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple, Protocol

from qschema.schema.errors import Problems, WrongTypeError
from qschema.schema.nodes import ListNode, MapNode, Node, Scalar
from qschema.schema.scalars import Kind, meaning
from qschema.schema.variables import has_variables, replaced, unescaped


class _Failed:
    """The type of `FAILED`."""

    def __repr__(self) -> str:
        return "FAILED"


FAILED: Any = _Failed()
"""What a reader returns when it couldn't read a node; the mistakes are noted."""


class Given(NamedTuple):
    """A text to read.

    Attributes:
        text: The text, variables replaced.
        bare: Whether it may be a number, a boolean or nothing: it stands without quotes, or variables made it.
        replaced: Whether variables made it; such a text never needs quotes.
    """

    text: str
    bare: bool
    replaced: bool


class Reading:
    """One run over the nodes of a declaration.

    Args:
        variables: Name → value of the variables that texts may refer to; None leaves texts that do unread, and only
            looks at how the variables are written.
        problems: Where mistakes go.
        at: The path of what is read.

    Attributes:
        values: The values of variables that were put into texts.
    """

    def __init__(self, variables: Mapping[str, str] | None, problems: Problems, at: Iterable[str] = ()) -> None:
        self.variables = variables
        self.problems = problems
        self.values: list[str] = []
        self._path = list(at)
        self._secret = False

    def without_variables(self) -> Reading:
        """Return the same reading, which leaves variables alone."""
        return Reading(None, self.problems, self._path)

    @property
    def address(self) -> str:
        """The path of what is being read, as a person would say it."""
        return "/".join(self._path) or "the file"

    def at(self, key: str, reader: Reader, node: Node) -> Any:
        """Read the value of a key."""
        self._path.append(key)
        value = reader.read(node, self)
        self._path.pop()
        return value

    def given(self, scalar: Scalar) -> Given | None:
        """Return the text of a scalar; None if variables can't be replaced, or aren't to be."""
        if "${" not in scalar.text:
            return Given(scalar.text, scalar.plain, False)
        if not has_variables(scalar.text):
            return Given(unescaped(scalar.text), scalar.plain, False)
        result = replaced(scalar, self.variables, self.problems)
        if result is None or self.variables is None:
            return None
        text, values = result
        self.values += values
        return Given(text, True, True)

    @contextmanager
    def secretly(self) -> Iterator[None]:
        """Show no values in what is complained of."""
        self._secret = True
        try:
            yield
        finally:
            self._secret = False

    def shown(self, node: Node, given: Given | None = None) -> str:
        """Return a value as it can be told in a sentence."""
        if isinstance(node, MapNode):
            return "a map"
        if isinstance(node, ListNode):
            return "a list"
        if node.is_null:
            return "nothing"
        if self._secret:
            return "this"
        if given and given.replaced:
            return f"{_short(json.dumps(given.text, ensure_ascii=False))}, which is {_short(node.text)}"
        return _short(node.text if node.plain else json.dumps(node.text, ensure_ascii=False))

    def wrong_type(self, node: Node, expected: str, given: Given | None = None, *, fix: str = "") -> Any:
        """Note that a node is of another kind than expected, and return `FAILED`."""
        what = f"{self.address} must be {expected}, not {self.shown(node, given)}"
        doubt = meaning(given.text) if given and given.bare else None
        why = doubt.taken_for if doubt and doubt.kind is Kind.DOUBTFUL else ""
        fix = fix or f"write {expected if len(expected) < 60 else 'one of these'}"
        self.problems.add(WrongTypeError(what, where=str(node.source), why=why, fix=fix))
        return FAILED


class Reader(Protocol):
    """Reads nodes as values of one type."""

    @property
    def expected(self) -> str:
        """What it reads, as it stands in `X must be …`."""

    def read(self, node: Node, reading: Reading) -> Any:
        """Return the value, or note mistakes and return `FAILED`."""


def _short(text: str) -> str:
    text = text.replace("\n", "\\n")
    return text if len(text) <= 60 else f"{text[:57]}…"
