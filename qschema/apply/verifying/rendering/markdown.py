"""A report as Markdown, for the comment of a pull request, or beside its pictures in a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qschema.apply.verifying.rendering.text import SIGNS
from qschema.apply.verifying.report import Report
from qschema.apply.verifying.result import Result, counted
from qschema.planner.render_markdown import code, prose


def render_markdown(report: Report, pictures: Iterable[str] = ()) -> str:
    """Return a report as Markdown.

    Args:
        report: The report.
        pictures: File names of pictures beside it.
    """
    return "\n".join((*_head(report), *_rows(report), *_findings(report), *_pictures(pictures))) + "\n"


def _head(report: Report) -> Iterator[str]:
    yield f"### {code(report.new.collection)} held against {code(report.old.collection)}"
    yield ""
    if report.passed:
        yield "**Passed:** everything holds that is required."
    else:
        yield f"**Failed:** {', '.join(one.check for one in report.failed)}."
    yield ""


def _rows(report: Report) -> Iterator[str]:
    yield "| | check | found | required |"
    yield "|---|---|---|---|"
    for one in report.results:
        yield f"| {SIGNS[one.outcome]} | {one.check} | {prose(one.words)} | {prose(one.required)} |"


def _findings(report: Report) -> Iterator[str]:
    for one in report.results:
        if one.findings:
            yield from _unfolding(one)


def _unfolding(result: Result) -> Iterator[str]:
    said = f"{result.check}: {counted(len(result.findings), 'finding')}"
    yield f"\n<details><summary>{SIGNS[result.outcome]} {said}</summary>\n"
    yield from (f"* {code(str(finding.subject))}: {prose(finding.what)}" for finding in result.findings)
    yield "\n</details>"


def _pictures(names: Iterable[str]) -> Iterator[str]:
    yield from (f"\n![{name.partition('.')[0]}]({name})" for name in names)
