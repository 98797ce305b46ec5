"""Readers of numbers and booleans: nothing else is taken for one, and whole numbers have no fraction, not even `.0`."""

from __future__ import annotations

import math
from typing import Any

from qschema.schema.errors import BadValueError
from qschema.schema.nodes import Scalar
from qschema.schema.reading.base import FAILED, Given, Reading
from qschema.schema.reading.texts import ScalarReader
from qschema.schema.scalars import Kind, meaning

Bounds = tuple[float | None, float | None]
"""The least and the greatest value, both allowed; None where there is no limit."""

MAX_U32 = 2**32 - 1
MAX_U64 = 2**64 - 1


class Flag(ScalarReader):
    """Reads true or false."""

    expected = "true or false"

    def parse(self, given: Given) -> Any:
        """Return the boolean."""
        if given.bare and meaning(given.text).kind is Kind.FLAG:
            return given.text.lower() == "true"
        return FAILED

    def complain(self, node: Scalar, given: Given, reading: Reading) -> None:
        """Note that it is none, and which one may be meant."""
        meant = {"yes": "true", "on": "true", "1": "true", "true": "true"}
        meant |= {"no": "false", "off": "false", "0": "false", "false": "false"}
        word = meant.get(given.text.lower())
        reading.wrong_type(node, self.expected, given, fix=f"write {word}" if word else "")


class Number(ScalarReader):
    """Reads a number; the least and the greatest one are allowed."""

    expected = "a number"

    def __init__(self, bounds: Bounds = (None, None)) -> None:
        self.least, self.greatest = bounds

    def parse(self, given: Given) -> Any:
        """Return the number."""
        value = self.number(given)
        return value if value is not FAILED and self._within(value) else FAILED

    def number(self, given: Given) -> Any:
        """Return the number, whatever its size."""
        if given.bare and meaning(given.text).kind in (Kind.WHOLE, Kind.NUMBER):
            return float(given.text)
        return FAILED

    def _within(self, value: float) -> bool:
        return (
            math.isfinite(value)
            and (self.least is None or value >= self.least)
            and (self.greatest is None or value <= self.greatest)
        )

    def complain(self, node: Scalar, given: Given, reading: Reading) -> None:
        """Note that it is none, or out of its bounds."""
        if self.number(given) is FAILED:
            reading.wrong_type(node, self.expected, given, fix=self._meant(given))
            return
        reading.problems.add(
            BadValueError(
                f"{reading.address} can't be {reading.shown(node, given)}",
                where=str(node.source),
                why=f"it is {self.expected} {self._range(self.number(given))}",
                fix=f"write {self.least:g} or more" if self._too_small(self.number(given)) else "write a smaller one",
            )
        )

    def _meant(self, given: Given) -> str:
        """Say how to write the number that is probably meant."""
        bare = given._replace(bare=True)
        if not given.bare and self.number(bare) is not FAILED:
            return f"write {given.text} without quotes"
        return "write it in decimal, with digits only" if given.text[:1].isdigit() else ""

    def _too_small(self, value: float) -> bool:
        return self.least is not None and value < self.least

    def _range(self, value: float) -> str:
        """Tell the bounds; the greatest number that a server can hold only where it matters."""
        if self.greatest is None or (self.greatest == MAX_U64 and self._too_small(value)):
            return "that JSON can hold" if self.least is None else f"from {self.least:g} on"
        return f"from {self.least or 0:g} to {self.greatest}"


class Whole(Number):
    """Reads a whole number; without other bounds one that a server has 64 bits for."""

    expected = "a whole number"

    def __init__(self, bounds: Bounds = (None, None)) -> None:
        least, greatest = bounds
        super().__init__((0 if least is None else least, MAX_U64 if greatest is None else greatest))

    def number(self, given: Given) -> Any:
        """Return the number, whatever its size."""
        if not (given.bare and meaning(given.text).kind is Kind.WHOLE):
            return FAILED
        return int(given.text) if len(given.text) < 40 else math.inf

    def _meant(self, given: Given) -> str:
        if meaning(given.text).kind is Kind.NUMBER:
            value = float(given.text)
            return f"write {value:.0f}" if value.is_integer() else ""
        return super()._meant(given)
