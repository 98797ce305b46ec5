"""As much of SVG as a plot needs."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

BLUE, GREEN = "#2f6fde", "#1f9d55"
"""The old collection and the new one."""

INK, SOFT, GRID, RED, MINT = "#1f2933", "#6b7785", "#e6e9ee", "#c83532", "#e8f5ed"

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"


class Drawing:
    """Collects shapes, in pixels from the upper left corner.

    Args:
        width: Its width.
        height: Its height.
        title: What it shows, for those who can't see it.
    """

    def __init__(self, width: float, height: float, title: str) -> None:
        self._size = (width, height)
        self._title = _escaped(title)
        self._shapes: list[str] = []

    def rectangle(self, x: float, y: float, width: float, height: float, fill: str, *, hint: str = "") -> None:
        """Draw a rectangle; a hint is shown where a mouse rests on it."""
        inner = f"<title>{_escaped(hint)}</title>" if hint else ""
        box = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2" fill="{fill}"'
        self._shapes.append(f"<rect {box}>{inner}</rect>")

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str, *, dashed: bool = False) -> None:
        """Draw a straight line."""
        dash = ' stroke-dasharray="4 3"' if dashed else ""
        ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
        self._shapes.append(f'<line {ends} stroke="{stroke}" stroke-width="1.2"{dash}/>')

    def curve(self, points: Iterable[tuple[float, float]], stroke: str) -> None:
        """Draw a line through points."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._shapes.append(
            f'<polyline points="{path}" fill="none" stroke="{stroke}" stroke-width="2" stroke-linejoin="round"/>'
        )

    def text(
        self,
        x: float,
        y: float,
        said: str,
        *,
        fill: str = INK,
        size: int = 12,
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """Write a line of text; it starts at, ends at, or is centred (`middle`) around x."""
        weight = ' font-weight="600"' if bold else ""
        at = f'x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}" text-anchor="{anchor}"{weight}'
        self._shapes.append(f"<text {at}>{_escaped(said)}</text>")

    def __str__(self) -> str:
        width, height = self._size
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
            f'height="{height:g}" role="img" aria-label="{self._title}" font-family="{_FONT}">'
        )
        frame = f'<rect width="{width:g}" height="{height:g}" rx="8" fill="#ffffff"/>'
        return "\n".join((head, f"<title>{self._title}</title>", frame, *self._shapes, "</svg>\n"))


def _escaped(text: str) -> str:
    """Return a text as XML can hold it: names come from outside, and control characters have no place in it."""
    return escape("".join(c if c.isprintable() else " " for c in text))
