"""A part of a drawing with an axis below and one on the left."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qschema.apply.verifying.plots.svg import GRID, MINT, SOFT, Drawing

_TICKS = 5


@dataclass(frozen=True)
class Panel:
    """Where numbers stand in a drawing.

    Attributes:
        drawing: The drawing.
        left: Pixels.
        top: Pixels.
        width: Pixels.
        height: Pixels.
        across: The least and the greatest number of the axis below.
        up: The greatest number of the axis on the left, which begins at 0.
    """

    drawing: Drawing
    left: float
    top: float
    width: float
    height: float
    across: tuple[float, float]
    up: float

    def x(self, number: float) -> float:
        """Return where a number of the axis below stands; one that is beyond it, at its end."""
        low, high = self.across
        share = (number - low) / (high - low)
        return self.left + self.width * min(max(share, 0.0), 1.0)

    def y(self, number: float) -> float:
        """Return where a number of the axis on the left stands."""
        return self.top + self.height * (1 - number / self.up)

    def axes(self, across: Callable[[float], str], up: Callable[[float], str], *, named: tuple[str, str]) -> None:
        """Draw both axes.

        Args:
            across: Writes the numbers of the one below.
            up: Writes those of the one on the left.
            named: What the numbers are: below, and on the left.
        """
        bottom, right = self.top + self.height, self.left + self.width
        for number in ticks(0, self.up):
            self.drawing.line(self.left, self.y(number), right, self.y(number), GRID)
            self.drawing.text(self.left - 8, self.y(number) + 4, up(number), fill=SOFT, size=11, anchor="end")
        for number in ticks(*self.across):
            self.drawing.text(self.x(number), bottom + 16, across(number), fill=SOFT, size=11, anchor="middle")
        self.drawing.line(self.left, bottom, right, bottom, SOFT)
        self.drawing.text(right, bottom + 32, named[0], fill=SOFT, size=11, anchor="end")
        self.drawing.text(self.left - 40, self.top - 8, named[1], fill=SOFT, size=11)

    def mark(self, number: float, said: str, colour: str, *, dashed: bool = False) -> None:
        """Mark a number of the axis below, with words above, if any, on the side that has room."""
        x, top = self.x(number), self.top - (12 if said else 0)
        self.drawing.line(x, top, x, self.top + self.height, colour, dashed=dashed)
        if not said:
            return
        on_the_left = x > self.left + self.width * 0.6
        at, anchor = (x - 5, "end") if on_the_left else (x + 5, "start")
        self.drawing.text(at, top + 9, said, fill=colour, size=11, anchor=anchor)

    def band(self, low: float, high: float) -> None:
        """Shade what lies between two numbers of the axis below."""
        self.drawing.rectangle(self.x(low), self.top, self.x(high) - self.x(low), self.height, MINT)


def ticks(low: float, high: float) -> Sequence[float]:
    """Return some round numbers from one to another."""
    rough = (high - low) / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(step * number, 12) for number in range(first, last + 1)]
