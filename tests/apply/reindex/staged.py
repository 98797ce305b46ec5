"""Readers who ask by key while a reindex is staged, and what each of them has to see."""

from __future__ import annotations

from qschema.apply.reindex.staging import plan_stage
from qschema.apply.staged import StagedReads, place_of
from qschema.client import QdrantClient, models
from qschema.planner.steps import VerifyCopy
from tests.apply.bench import PROJECT, Declaration
from tests.apply.reindex.library import MODELS, NAME, TITLES, Library, declared
from tests.apply.reindex.readers import Reading

USERS = [f"user-{number}" for number in range(16)]
SMALL, LARGE = 4, 8


def start(library: Library, after: Declaration) -> None:
    """Do what `qschema reindex start` does."""
    plan = library.plan(after)
    last = next(index for index, step in enumerate(plan.steps) if isinstance(step, VerifyCopy))
    library.carry_out(plan.model_copy(update={"steps": plan.steps[: last + 1], "records": {}}))


def stage(library: Library, share: int) -> None:
    """Do what `qschema reindex stage` does."""
    library.carry_out(plan_stage(library.client, PROJECT, NAME, place=library.place, share=share))


def seen(client: QdrantClient, name: str) -> int:
    """Search by the vector of a point that is there, and return its size."""
    (point,) = client.retrieve(name, [7], with_vectors=True)
    size = len(point.vector["text"])  # type: ignore[index,call-overload]
    found = client.query_points(name, query=[*MODELS[size]([TITLES[7]])[0]], using="text", limit=1).points
    assert found[0].id == 7
    return size


def sizes(client: QdrantClient, reads: StagedReads) -> dict[str, int]:
    """Return what size of vector each user gets now."""
    return {user: seen(client, reads.name_for(user)) for user in USERS}


def expected(share: int) -> dict[str, int]:
    return {user: LARGE if place_of(user) < share else SMALL for user in USERS}


class StagedReaders(Reading):
    """Readers who ask by key."""

    def __init__(self, reads: StagedReads) -> None:
        super().__init__()
        self._staged = reads

    def _read(self, client: QdrantClient) -> bool:
        name = self._staged.name_for(USERS[self.reads % len(USERS)])
        found, _ = client.scroll(name, models.Filter(must=[models.HasIdCondition(has_id=[1, 2, 3])]))
        assert [one.id for one in found] == [1, 2, 3]
        assert client.query_points(name, query=2, using="text", limit=3).points
        return True


def reindex_in_stages(library: Library, client: QdrantClient) -> None:
    """Reindex to another dimension: 10 of 100 readers first, then 50, then everybody.

    Args:
        library: The empty instance.
        client: Another client of it, for readers.
    """
    after = declared(LARGE)
    library.begin(SMALL)
    reads = StagedReads(client, NAME, interval=0.0)
    readers = StagedReaders(reads)
    with readers.at_work(client):
        start(library, after)
        assert sizes(client, reads) == expected(0)
        assert len({*expected(10).values()}) == 2
        for share in (10, 50):
            stage(library, share)
            assert sizes(client, reads) == expected(share)
        library.apply(after)
        assert sizes(client, reads) == expected(100)
        assert {reads.name_for(user) for user in USERS} == {NAME}
    assert readers.error is None
    assert readers.reads
    assert not any(".stage." in alias for alias in library.aliases())
