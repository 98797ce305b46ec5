"""How answers agree, as histograms: one for each vector."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy

from qschema.apply.verifying.plots.heading import HEADING, MARGIN, WIDTH, headed
from qschema.apply.verifying.plots.panel import Panel
from qschema.apply.verifying.plots.svg import GREEN, INK, RED, Drawing
from qschema.apply.verifying.result import Result, counted

_LEFT, _HEIGHT, _ABOVE, _ROW = 56.0, 110.0, 40.0, 200.0
_BINS = 20


@dataclass(frozen=True)
class _Kind:
    """What a histogram shows.

    Attributes:
        axis: What the numbers are.
        form: Writes a number.
        edges: Where bars begin and end.
        required: The least and the greatest mean that was required; None if nothing was.
        limits: Those of the two that are marked, with their words.
    """

    axis: str
    form: Callable[[float], str]
    edges: Sequence[float]
    required: tuple[float, float] | None
    limits: Sequence[tuple[float, str]] = ()


def overlap_plot(result: Result) -> str:
    """Return the share of common hits, query by query, as SVG."""
    k, least = min(result.measured["k"], _BINS), result.threshold.get("mean")
    edges = [(number - 0.5) / k for number in range(k + 2)]  # a bar stands around each share that there can be
    required = None if least is None else (least, edges[-1])
    limits = [] if least is None else [(least, f"required {_percent(least)}")]
    kind = _Kind("share of the old hits", _percent, edges, required, limits)
    return _histograms(f"Common hits among the first {result.measured['k']}", result, kind)


def scores_plot(result: Result) -> str:
    """Return how far scores moved, query by query, as SVG."""
    most = result.threshold.get("mean")
    numbers = [number for shifts in result.series.values() for number in shifts]
    reach = max(1.1 * max(abs(number) for number in (*numbers, most or 0.0)), 1e-6)
    edges = numpy.linspace(-reach, reach, _BINS + 2).tolist()  # an odd number of bars: one of them is around 0
    required = None if most is None else (-most, most)
    limits = [] if most is None else [(-most, ""), (most, f"required ±{most:g}")]
    kind = _Kind("new score − old score", _signed, edges, required, limits)
    return _histograms("How far the scores of the same hits moved", result, kind)


def _histograms(title: str, result: Result, kind: _Kind) -> str:
    drawing = headed(HEADING + _ROW * len(result.series), title, result)
    for row, (name, numbers) in enumerate(result.series.items()):
        _histogram(drawing, HEADING + _ROW * row, name, numbers, kind)
    return str(drawing)


def _histogram(drawing: Drawing, top: float, name: str, numbers: Sequence[float], kind: _Kind) -> None:
    counts = numpy.histogram(numbers, kind.edges)[0].tolist()
    across = (kind.edges[0], kind.edges[-1])
    panel = Panel(drawing, _LEFT, top + _ABOVE, WIDTH - _LEFT - MARGIN, _HEIGHT, across, 1.05 * max(*counts, 1))
    drawing.text(MARGIN, top + 12, name, bold=True)
    mean = float(numpy.mean(numbers))
    said = f"mean {kind.form(mean)} over {counted(len(numbers), 'query', 'queries')}"
    drawing.text(WIDTH - MARGIN, top + 12, said, anchor="end")
    if kind.required:
        panel.band(*kind.required)
    panel.axes(kind.form, "{:g}".format, named=(kind.axis, "queries"))
    for count, (low, high) in zip(counts, pairwise(kind.edges), strict=True):
        if count:
            _bar(panel, count, low, high, kind)
    panel.mark(mean, "", INK)
    for limit, words in kind.limits:
        panel.mark(limit, words, RED, dashed=True)


def _bar(panel: Panel, count: int, low: float, high: float, kind: _Kind) -> None:
    left, right, y = panel.x(low) + 1, panel.x(high) - 1, panel.y(count)
    hint = f"{kind.form((low + high) / 2)}: {counted(count, 'query', 'queries')}"
    panel.drawing.rectangle(left, y, right - left, panel.top + panel.height - y, GREEN, hint=hint)


def _percent(number: float) -> str:
    return f"{number:.1%}".replace(".0%", "%")


def _signed(number: float) -> str:
    return f"{number:+.2g}".replace("-", "−") if abs(number) > 1e-9 else "0"
