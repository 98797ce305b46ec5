"""Proving a new generation: the gate before anybody is switched over."""

from __future__ import annotations

from pathlib import Path

from qschema.apply.applied import read_applied
from qschema.apply.reindex.errand import Errand
from qschema.apply.reindex.errors import NotProvenError
from qschema.apply.verifying import Report, SearchedSide, verify
from qschema.apply.verifying.declared import counterpart_of, embeds_after, embeds_of, queries_of
from qschema.apply.verifying.rendering.folder import write_report
from qschema.planner.steps import VerifyCopy
from qschema.schema.python.importing import seen_from
from qschema.schema.spec import CollectionSpec


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
    """Return what a verification finds. Texts are embedded for the old generation as was declared when it was applied.

    Raises:
        QueriesFileError: The saved queries can't be read.
        QdrantError: A collection can't be read.
    """
    directory = errand.directory or Path()
    applied = (read_applied(errand.client, errand.project) or {}).get(step.address)
    before = embeds_of(CollectionSpec.model_validate(applied)) if applied else {}
    after = embeds_after(step.vectors, before)
    models = [embed.model.partition(":")[0] for embed in (*before.values(), *after.values()) if ":" in embed.model]
    with seen_from(directory, models):
        return verify(
            SearchedSide(errand.client, step.source, errand.project, before),
            SearchedSide(errand.client, step.collection, errand.project, after),
            step.required,
            counterpart=counterpart_of(step.vectors),
            queries=queries_of(step.required, directory),
            progress=lambda check, points: errand.check(),
        )
