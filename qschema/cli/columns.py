"""Rows of text under each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qschema.planner.render_lines import Line, Role, Span

_GAP = 2


def columns(head: Sequence[str], rows: Sequence[Sequence[Span | str]]) -> Iterator[Line]:
    """Yield a line for the heads of columns and one for each row, each column as wide as it has to be."""
    table = [[Span(name, Role.DIM) for name in head], *([_span(cell) for cell in row] for row in rows)]
    widths = [max(len(cell.text) for cell in column) + _GAP for column in zip(*table, strict=True)]
    for row in table:
        while not row[-1].text:
            row.pop()
        padded = (Span(f"{cell.text:<{width}}", cell.role) for cell, width in zip(row[:-1], widths, strict=False))
        yield (*padded, row[-1])


def _span(cell: Span | str) -> Span:
    return cell if isinstance(cell, Span) else Span(cell)
