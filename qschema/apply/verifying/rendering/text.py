"""A report as lines of text; colours are left to whoever prints them."""

from __future__ import annotations

from collections.abc import Iterator

from qschema.apply.verifying.report import Report
from qschema.apply.verifying.result import Outcome, Result
from qschema.planner.render_lines import Line, Role, Span, plain

SIGNS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.TOLD: "·", Outcome.SKIPPED: "–"}

_ROLES = {
    Outcome.PASSED: Role.ADD,
    Outcome.FAILED: Role.DESTROY,
    Outcome.TOLD: Role.PLAIN,
    Outcome.SKIPPED: Role.DIM,
}
_INDENT = " " * 15
_SHOWN = 5


def render_text(report: Report) -> str:
    """Return a report as plain text, one line after the other, with a newline at the end."""
    return "".join(f"{plain(line)}\n" for line in report_lines(report))


def report_lines(report: Report) -> Iterator[Line]:
    """Yield the lines of a report: each check with what it found, and the sum."""
    old, new = report.old, report.new
    elsewhere = "" if old.place == new.place else f" of {old.place}"
    yield Span(new.collection, Role.STRONG), Span(" held against "), Span(old.collection, Role.STRONG), Span(elsewhere)
    yield ()
    for result in report.results:
        yield from _result(result)
    yield ()
    yield (verdict(report),)


def verdict(report: Report) -> Span:
    """Return in a sentence whether a copy may take the original's place."""
    took = f"({report.seconds:.1f} s)"
    if report.passed:
        return Span(f"Passed: everything holds that is required {took}.", Role.ADD)
    return Span(f"Failed: {', '.join(one.check for one in report.failed)} {took}.", Role.DESTROY)


def _result(result: Result) -> Iterator[Line]:
    role = _ROLES[result.outcome]
    yield Span(f"  {SIGNS[result.outcome]} ", role), Span(f"{result.check:<11}", Role.STRONG), Span(result.words)
    if result.outcome is Outcome.FAILED:
        if result.required:
            yield Span(f"{_INDENT}required: {result.required}", role), Span("")
        for finding in result.findings[:_SHOWN]:
            yield Span(f"{_INDENT}{finding.subject}", Role.DIM), Span(f"  {finding.what}")
        if more := len(result.findings) - _SHOWN:
            yield from [(Span(f"{_INDENT}and {more} more in the report", Role.DIM),)] if more > 0 else []
