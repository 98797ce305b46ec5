"""Latencies of both collections, as the share of answers that came within a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy

from qschema.apply.verifying.plots.heading import HEADING, MARGIN, WIDTH, headed
from qschema.apply.verifying.plots.panel import Panel
from qschema.apply.verifying.plots.svg import BLUE, GREEN, RED
from qschema.apply.verifying.result import Result

_LEFT, _HEIGHT, _ABOVE = 56.0, 150.0, 56.0
_STEP, _SHOWN = 0.02, 0.98
"""The slowest two of a hundred are left out, as outliers: they would press the others together."""

_FAR = 3.0
"""A limit that is further away than so many times the slowest answer is told above the plot only."""


def latency_plot(result: Result) -> str:
    """Return the latencies of a report as SVG."""
    drawing = headed(HEADING + _ABOVE + _HEIGHT + 44, "Time to answer one query", result)
    slowest = max(float(numpy.quantile(times, _SHOWN)) for times in result.series.values())
    limit = result.threshold.get("p95_ms")
    limits = [limit] if limit is not None and limit <= _FAR * slowest else []
    most = 1.1 * max(slowest, *limits, 1e-3)
    panel = Panel(drawing, _LEFT, HEADING + _ABOVE, WIDTH - _LEFT - MARGIN, _HEIGHT, (0.0, most), 1.0)
    panel.axes("{:g}".format, "{:.0%}".format, named=("milliseconds", "answers"))
    for x, name, colour in ((MARGIN, "old", BLUE), (WIDTH / 2, "new", GREEN)):
        times = result.series[name]
        drawing.curve([(panel.x(ms), panel.y(share)) for share, ms in _curve(times)], colour)
        p50, p95 = numpy.quantile(times, (0.5, 0.95)).tolist()
        drawing.rectangle(x, HEADING + 4, 10, 10, colour)
        drawing.text(x + 16, HEADING + 13, f"{name}: p50 {p50:.3g} ms, p95 {p95:.3g} ms")
    for one in limits:
        panel.mark(one, f"required for 95%: {one:g} ms", RED, dashed=True)
    return str(drawing)


def _curve(times: Sequence[float]) -> list[tuple[float, float]]:
    """Return share and milliseconds of points of a curve."""
    shares = numpy.arange(0, _SHOWN + _STEP / 2, _STEP)
    return list(zip(shares.tolist(), numpy.quantile(times, shares).tolist(), strict=True))
