"""The end of a reindex: writers go on with one generation, and what was only made for both is removed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from qschema.apply.copying.journal import CopyJournal
from qschema.apply.live_writes.catching_up import CatchUp
from qschema.apply.live_writes.coordinating import LiveWrites
from qschema.apply.live_writes.marks import Marks
from qschema.apply.records import MirrorRecord
from qschema.apply.reindex.errand import Errand
from qschema.apply.reindex.mirrors import mirrors, reindex_id, source_of
from qschema.apply.reindex.passing import passing
from qschema.apply.transforms.chain import Transforms
from qschema.client import QdrantClient, models
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
        if mirror.reindex != id:
            continue
        if mirror.phase != "over":
            if step.keeps == "new" and _is_whole(errand.client, mirror):
                hand_over(errand, mirror)
            LiveWrites(errand.client, mirror).end()
        _tidy(errand.client, mirror, gives_up=step.keeps == "old")


def end_lost(client: QdrantClient, project: str) -> None:
    """End the reindexes of which a generation is gone. The project's lock has to be held.

    Raises:
        QdrantError: A call failed.
    """
    for mirror in mirrors(client, project):
        if _is_whole(client, mirror):
            continue
        if mirror.phase != "over":
            with suppress(NotFound):
                LiveWrites(client, mirror).end()
        _tidy(client, mirror, gives_up=not client.collection_exists(mirror.green))


def hand_over(errand: Errand, mirror: MirrorRecord, switch: Callable[[], None] | None = None) -> None:
    """Have writers go on with the new generation alone, once it has what they could not write to it at first.

    Args:
        errand: The errand.
        mirror: The reindex.
        switch: What is to happen while they are held back, after all that.

    Raises:
        WritersBehindError: Not all of them have got there in time; nothing has happened.
        PauseTooLongError: They may have gone on by themselves meanwhile.
        QdrantError: A call failed.
    """
    plan = CopyJournal(errand.client, mirror.reindex, mirror.green).plan()
    with passing(Transforms.of(plan.transforms if plan else ()), errand.directory) as transform:
        writes = LiveWrites(errand.client, mirror, transform)
        writes.wait_for_writers(settle=0.0)
        catch_up = CatchUp(errand.client, writes.generations)
        catch_up.repair()
        errand.check()
        with writes.handed_over():
            catch_up.repair()
            if switch is not None:
                switch()


def _tidy(client: QdrantClient, mirror: MirrorRecord, *, gives_up: bool) -> None:
    """Remove what is left where an earlier end was broken off, and names that nobody needs.

    Args:
        client: The instance.
        mirror: The reindex, which is over.
        gives_up: Whether the old generation needs no other name than its own.
    """
    Marks(client, mirror.marks).drop()
    source = source_of(mirror.blue)
    if gives_up and source and source not in {one.alias_name for one in client.get_aliases().aliases}:
        delete = models.DeleteAlias(alias_name=mirror.blue)
        with suppress(NotFound):
            client.update_collection_aliases([models.DeleteAliasOperation(delete_alias=delete)])


def _is_whole(client: QdrantClient, mirror: MirrorRecord) -> bool:
    return client.collection_exists(mirror.blue) and client.collection_exists(mirror.green)
