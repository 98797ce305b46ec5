"""Proving a new generation: the gate before anybody is switched over."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from qschema.apply.applied import read_applied
from qschema.apply.copying.ids import PointId
from qschema.apply.live_writes.catching_up import CatchUp as Passes
from qschema.apply.live_writes.generations import Generations
from qschema.apply.reindex.errand import Errand
from qschema.apply.reindex.errors import NotProvenError
from qschema.apply.reindex.mirrors import mirror_of
from qschema.apply.reindex.passing import passing, transforms_of
from qschema.apply.verifying import Report, SearchedSide, verify
from qschema.apply.verifying.declared import counterpart_of, embeds_after, embeds_of, queries_of
from qschema.apply.verifying.gate import CatchUp, nobody_writes
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
    with errand.apart():
        with _catching_up(errand, step) as catch_up:
            report = report_on(errand, step, catch_up)
        if errand.directory is not None:
            write_report(report, errand.directory / ".qschema" / "reports" / step.collection)
        errand.verified(report)
    if not report.passed:
        raise NotProvenError(step.source, step.collection, report)


@contextmanager
def _catching_up(errand: Errand, step: VerifyCopy) -> Iterator[CatchUp]:
    """Return what catches up with those who go on writing to the old generation alone, up to a write freeze."""
    if not step.lags:
        yield nobody_writes
        return
    mirror = mirror_of(errand.client, errand.project, step.collection)
    with passing(transforms_of(step.vectors), errand.directory) as transform:
        generations = Generations(errand.client, mirror, transform)
        passes = Passes(errand.client, generations)

        def catch_up(ids: Collection[PointId] | None) -> int:
            if ids is None:
                return passes.run().points
            generations.converge([*ids], is_copying=False)
            return len(ids)

        yield catch_up


def report_on(errand: Errand, step: VerifyCopy, catch_up: CatchUp = nobody_writes) -> Report:
    """Return what a verification finds. Texts are embedded for the old generation as was declared when it was applied.

    Args:
        errand: The errand.
        step: What is verified.
        catch_up: Brings points of the new generation in line before they are looked at again.

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
            catch_up=catch_up,
        )
