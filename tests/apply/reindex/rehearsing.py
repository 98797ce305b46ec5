"""A collection that is reindexed to another dimension while it is read and written all the time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import numpy

from qschema.apply.live_writes import MirroredWriter
from qschema.apply.transforms.base import Tools
from qschema.apply.transforms.chain import Transforms
from qschema.client import QdrantClient
from tests.apply.bench import PROJECT, Declaration
from tests.apply.live_writes.traffic import INTERVAL, Authors, seed
from tests.apply.reindex import embedders
from tests.apply.reindex.library import NAME, Library
from tests.apply.reindex.readers import Readers

SEEDED = 300
FIELDS = ["owner", "n", "by", "seen"]
EMBED: dict[str, Any] = {"model": f"{embedders.__name__}:four", "from": FIELDS}

TWO: Declaration = {NAME: {"vectors": {"text": {"size": 2, "distance": "Cosine"}}}}
FOUR: Declaration = {
    NAME: {
        "vectors": {"text": {"size": 4, "distance": "Cosine", "embed": EMBED}},
        "lifecycle": {"replace": "blue_green"},
    }
}

to_four = Transforms.of([{"drop_vectors": ["text"]}, {"embed": {"vector": "text", **EMBED}}]).with_tools(Tools())
"""What a writer is given to follow with."""

Writing = Callable[[Authors], AbstractContextManager[Any]]


def behind(alias: str | None, declared: Declaration) -> Declaration:
    """Return a declaration with an alias."""
    return {name: {**spec, "aliases": [alias] if alias else []} for name, spec in declared.items()}


@contextmanager
def following(authors: Authors, client: QdrantClient) -> Iterator[None]:
    """Have authors write through a client that follows reindexes."""
    writer = MirroredWriter(client, PROJECT, transforms={NAME: to_four}, interval=INTERVAL)
    with writer, authors.at_work(client):
        yield


def rehearse(library: Library, client: QdrantClient, alias: str | None, writing: Writing) -> None:
    """Reindex under traffic, go back, and forth again.

    Args:
        library: The empty instance.
        client: Another client of it, for readers.
        alias: The name by which is read and written; None for the collection's own.
        writing: Has authors write within a `with` block.
    """
    library.apply(behind(alias, TWO))
    seed(library.client, SEEDED)
    authors = Authors(name=alias or NAME)
    readers = Readers(alias or NAME, list(range(100_000, 100_000 + SEEDED)))
    with readers.at_work(client), writing(authors):
        authors.wait_for(20)
        library.apply(behind(alias, FOUR))
        authors.wait_for(50)
        library.revert()
        authors.wait_for(50)
        library.apply(behind(alias, FOUR))
        authors.wait_for(50)
        come_to_rest(readers)
    assert library.plan(behind(alias, FOUR)).empty
    nothing_is_lost(library, authors, readers)
    library.cleanup()
    nothing_is_lost(library, authors, readers)


def catch_up_with(library: Library, client: QdrantClient) -> None:
    """Reindex while somebody writes who doesn't follow, and stops before everybody is switched over.

    Args:
        library: The empty instance.
        client: Another client of it, for the reader and the writers.
    """
    library.apply(behind("docs", TWO))
    seed(library.client, SEEDED)
    authors, readers = Authors(name="docs"), Readers("docs", list(range(100_000, 100_000 + SEEDED)))
    plan = library.plan(behind("docs", FOUR))
    with readers.at_work(client):
        with authors.at_work(client):
            authors.wait_for(20)
            end = next(index for index, step in enumerate(plan.steps) if step.kind == "verify_copy")
            library.carry_out(plan.model_copy(update={"steps": plan.steps[:end], "records": {}}))
            authors.wait_for(100)
        library.apply(behind("docs", FOUR))
        come_to_rest(readers)
    assert library.plan(behind("docs", FOUR)).empty
    nothing_is_lost(library, authors, readers)


def come_to_rest(readers: Readers) -> None:
    """Wait until readers have read what is there now."""
    goal = readers.reads + 5
    while readers.reads < goal and readers.error is None:
        time.sleep(0.01)


def nothing_is_lost(library: Library, authors: Authors, readers: Readers) -> None:
    """No read and no write has failed, and each point is in the new generation as it was written last."""
    assert readers.error is None
    assert authors.errors == []
    assert authors.writes > 100
    found = {one.id: one for one in library.client.scroll_iter("articles__g2", with_vectors=True)}
    own = {id: one.payload for id, one in found.items() if "owner" in (one.payload or {})}
    assert own == authors.expected()
    assert len([id for id in found if isinstance(id, int) and id >= 100_000]) == SEEDED
    for one in found.values():
        payload = one.payload or {}
        (made,) = numpy.asarray(embedders.four(["\n".join(str(payload[key]) for key in FIELDS if key in payload)]))
        assert numpy.allclose(one.vector["text"], made / numpy.linalg.norm(made), atol=1e-5)  # type: ignore
