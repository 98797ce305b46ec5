"""What stands above every plot: what it shows, and what was required."""

from __future__ import annotations

from qschema.apply.verifying.plots.svg import GREEN, RED, SOFT, Drawing
from qschema.apply.verifying.result import Outcome, Result

WIDTH = 640.0
MARGIN = 16.0
HEADING = 64.0

_COLOURS = {Outcome.PASSED: GREEN, Outcome.FAILED: RED}


def headed(height: float, title: str, result: Result) -> Drawing:
    """Return a drawing with a heading; what is below begins at `HEADING`."""
    drawing = Drawing(WIDTH, height, f"{title}: {result.words}")
    drawing.text(MARGIN, 28, title, size=16, bold=True)
    said = f"{result.outcome.value}, required: {result.required}" if result.required else "nothing is required"
    drawing.text(MARGIN, 48, said, fill=_COLOURS.get(result.outcome, SOFT))
    return drawing
