"""The numbers of a report as pictures, written as SVG without a plotting library; `docs/adr/` says why."""

from __future__ import annotations

from collections.abc import Iterator

from qschema.apply.verifying.plots.answers import overlap_plot, scores_plot
from qschema.apply.verifying.plots.latencies import latency_plot
from qschema.apply.verifying.report import Report

__all__ = ["plots_of"]

_PLOTS = {"overlap": overlap_plot, "scores": scores_plot, "latency": latency_plot}


def plots_of(report: Report) -> Iterator[tuple[str, str]]:
    """Yield name and SVG of each picture that a report has numbers for."""
    for result in report.results:
        if result.series and result.check in _PLOTS:
            yield result.check, _PLOTS[result.check](result)
