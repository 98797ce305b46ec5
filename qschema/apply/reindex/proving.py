"""Proving a new generation: the gate before anybody is switched over."""

from __future__ import annotations

from pathlib import Path

from qschema.apply.reindex.errand import Errand
from qschema.apply.reindex.errors import NotProvenError
from qschema.apply.verifying import Report, SearchedSide, verify
from qschema.apply.verifying.declared import counterpart_of, queries_of
from qschema.apply.verifying.rendering.folder import write_report
from qschema.planner.steps import VerifyCopy
from qschema.schema.embedding import Embed


def prove(errand: Errand, step: VerifyCopy) -> None:
    """Hold a new generation against the one that serves, and leave a report in the project's folder.

    Raises:
        NotProvenError: It doesn't show what it has to.
        QdrantError: A collection can't be read.
    """
    report = report_on(errand, step)
    if errand.directory is not None:
        write_report(report, errand.directory / ".qschema" / "reports" / step.collection)
    errand.verified(report)
    if not report.passed:
        raise NotProvenError(step.source, step.collection, report)


def report_on(errand: Errand, step: VerifyCopy) -> Report:
    """Return what a verification finds.

    Raises:
        QdrantError: A collection can't be read.
    """
    embeds = {name: Embed.model_validate(embed) for name, embed in step.vectors.refilled.items()}
    return verify(
        SearchedSide(errand.client, step.source, errand.project),
        SearchedSide(errand.client, step.collection, errand.project, embed=embeds),
        step.required,
        counterpart=counterpart_of(step.vectors),
        queries=queries_of(step.required, errand.directory or Path()),
        progress=lambda check, points: errand.check(),
    )
