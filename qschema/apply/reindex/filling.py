"""Filling a new generation: writers are told, points copied, and what was written meanwhile is caught up with."""

from __future__ import annotations

from dataclasses import replace

from qschema.apply.copying.engine import copy_points
from qschema.apply.copying.journal import CopyJournal
from qschema.apply.copying.options import CopyOptions
from qschema.apply.copying.side import Side
from qschema.apply.live_writes.catching_up import CatchUp
from qschema.apply.live_writes.coordinating import SETTLE_SECONDS, LiveWrites
from qschema.apply.live_writes.dwindling import dwindling
from qschema.apply.live_writes.generations import NOTHING
from qschema.apply.readiness import wait_until_ready
from qschema.apply.reindex.errand import Errand
from qschema.apply.reindex.mirrors import mirror_for
from qschema.apply.reindex.passing import passing, transforms_of
from qschema.apply.strict_mode import count_points
from qschema.client import QdrantClient
from qschema.planner.steps import CopyPoints


def fill(errand: Errand, step: CopyPoints) -> None:
    """Fill a new generation with the points of the one that serves. Called again, it goes on where it was broken off.

    Points are inserted where there are none, so that what a writer that follows the reindex has written stays. Then
    passes compare all points, which finds what others wrote meanwhile, or an earlier try left. A clone has all points
    but what was written since its snapshot, so nothing is left to be inserted, and the passes do all of it.

    Raises:
        ApplyError: A writer refuses to follow, it was told to stop, or a copy failed.
        QdrantError: A call failed.
    """
    client = errand.client
    source, transforms = Side(client, step.source, step.mark.project), transforms_of(step.vectors)
    with passing(transforms, errand.directory) as transform:
        mirror = mirror_for(client, step)
        writes = LiveWrites(client, mirror, transform)
        writes.announce()
        with errand.apart():
            writes.wait_for_writers(settle=SETTLE_SECONDS)
            errand.check()
            options = CopyOptions(
                where=NOTHING.filter if step.cloned else None,
                write="insert_only",
                transform=transform,
                transforms=transforms.as_data,
                with_vectors=transforms.vectors_to_read(source.vector_names()),
                defer_indexing=not step.cloned,
            )
            copied = copy_points(
                source,
                Side(client, step.collection, step.mark.project),
                options,
                copying=mirror.reindex,
                restart=step.cloned or _begins_anew(client, mirror.reindex, step),
                check=errand.check,
                told=errand.copied,
                stop=errand.stop,
            )
            for lag in dwindling(CatchUp(client, writes.generations)):  # what is left then is the gate's business
                errand.copied(replace(copied, behind=lag.points))
                errand.check()
            wait_until_ready(
                client, step.collection, seconds=errand.wait_timeout, check=errand.check, told=errand.waits
            )


def _begins_anew(client: QdrantClient, copying: str, step: CopyPoints) -> bool:
    """Tell whether an earlier copy doesn't count: nothing of it is there, or what it was made of has another name.

    That is so where an older generation was cleaned up, and then brought back.
    """
    planned = CopyJournal(client, copying, step.collection).plan()
    return not count_points(client, step.collection) or (
        planned is not None and planned.source_collection != step.source
    )
