"""The end of a reindex: writers go on with one generation, and what was only made for both is removed."""

from __future__ import annotations

from contextlib import suppress

from qschema.apply.live_writes.coordinating import LiveWrites
from qschema.apply.records import MirrorRecord
from qschema.apply.reindex.errand import Errand
from qschema.apply.reindex.mirrors import mirrors, reindex_id
from qschema.client import QdrantClient
from qschema.client.errors import NotFound
from qschema.planner.steps import EndReindex


def end(errand: Errand, step: EndReindex) -> None:
    """End a reindex, if it isn't ended already.

    Raises:
        ApplyError: A writer doesn't get there in time; all of them write to both generations, as before.
        QdrantError: A call failed.
    """
    id = reindex_id(step.mark)
    for mirror in mirrors(errand.client, errand.project):
        if mirror.reindex == id and mirror.phase != "over":
            writes = LiveWrites(errand.client, mirror)
            if step.keeps == "new":
                writes.wait_for_writers(settle=0.0)
                errand.check()
                with writes.handed_over():
                    pass
            writes.end()


def end_lost(client: QdrantClient, project: str) -> None:
    """End the reindexes of which a generation is gone. The project's lock has to be held.

    Raises:
        QdrantError: A call failed.
    """
    for mirror in mirrors(client, project):
        if mirror.phase != "over" and not _is_whole(client, mirror):
            with suppress(NotFound):
                LiveWrites(client, mirror).end()


def _is_whole(client: QdrantClient, mirror: MirrorRecord) -> bool:
    return client.collection_exists(mirror.blue) and client.collection_exists(mirror.green)
