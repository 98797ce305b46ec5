"""A collection that is reindexed under a write freeze, while writers that nobody controls write all the time."""

from __future__ import annotations

from typing import Any

from qschema.apply.live_writes.generations import touch
from qschema.client import QdrantClient
from tests.apply.bench import Declaration, Told
from tests.apply.live_writes.traffic import Insisting, seed
from tests.apply.reindex.library import NAME, Library
from tests.apply.reindex.readers import Readers
from tests.apply.reindex.rehearsing import SEEDED, behind, come_to_rest

LEVERS = ("upsert_max_batchsize", "write_rate_limit")


def of_distance(distance: str, **lifecycle: Any) -> Declaration:
    """Return a declaration whose vectors go over as they are, so that writers may go on as before."""
    spec = {"vectors": {"text": {"size": 2, "distance": distance}}}
    return {NAME: {**spec, "lifecycle": {"replace": "blue_green", **lifecycle}}}


def reindex_under_a_freeze(library: Library, client: QdrantClient, hasty: QdrantClient, alias: str | None) -> None:
    """Reindex while others write: what is acknowledged is there in the end, and no read fails.

    Args:
        library: The empty instance.
        client: Another client of it, for readers.
        hasty: One that waits for no rate limit, for writers.
        alias: The name by which is read and written; None for the collection's own.
    """
    library.apply(behind(alias, of_distance("Cosine")))
    seed(library.client, SEEDED)
    authors, readers = Insisting(name=alias or NAME), Readers(alias or NAME, list(range(100_000, 100_000 + SEEDED)))
    declared = behind(alias, of_distance("Dot", freeze={"at_most": "20s"}))
    told = Told()
    with readers.at_work(client), authors.at_work(hasty):
        authors.wait_for(20)
        library.carry_out(library.plan(declared), watch=told)
        authors.wait_for(50)
        come_to_rest(readers)
    assert library.plan(declared).empty
    assert readers.error is None
    assert authors.errors == []
    found = {one.id: one.payload for one in library.client.scroll_iter(NAME)}
    assert {id: payload for id, payload in found.items() if "owner" in (payload or {})} == authors.expected()
    assert len([id for id in found if isinstance(id, int) and id >= 100_000]) == SEEDED
    is_remembered(library, told)
    lets_everybody_write(library)


def is_remembered(library: Library, told: Told) -> None:
    """How often it was tried, how much was behind and how long nobody could write stands in the journal."""
    (freeze,), (thaw,) = (
        [step for step in library.runs()[-1].steps if step.kind == kind] for kind in ("freeze_writes", "thaw_writes")
    )
    assert told.measures == [freeze.measures, thaw.measures]
    assert freeze.measures
    assert freeze.measures["attempts"] >= 1
    assert freeze.measures["behind"] >= 0
    assert thaw.measures
    assert thaw.measures["frozen_seconds"] > 0


def lets_everybody_write(library: Library) -> None:
    """Neither generation refuses a write."""
    for name in (NAME, "_qschema.generation.articles"):
        touch(library.client, name)
        config = library.client.get_collection(name).config.strict_mode_config
        assert config is None or not config.enabled or all(getattr(config, lever) != 1 for lever in LEVERS)
