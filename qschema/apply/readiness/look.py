"""One look at how far a collection's background work is."""

from __future__ import annotations

from dataclasses import dataclass, field

from qschema.client import QdrantClient, models, requests
from qschema.client.errors import UnexpectedResponse
from qschema.client.gate_table import Version
from qschema.client.models import CollectionStatus

TELLS_OPTIMIZATIONS: Version = (1, 17)
"""The first version with `GET …/optimizations`; 1.16.3 answers to it, in another form."""


@dataclass(frozen=True)
class Look:
    """What was seen.

    Attributes:
        status: The collection's colour.
        points: How many points it holds, approximately.
        segments: How many segments it has.
        indexed: How many vectors lie in a graph, approximately.
        updates: How many updates wait to be carried out; 0 where nobody tells (Qdrant below 1.17).
        deferred: How many points can't be seen yet; 0 where nobody tells (below 1.18).
        pending: How many optimisations run or wait; 0 where nobody tells (below 1.17).
        done: How much of the running optimisations is done, in the server's own units.
        total: How much there is of it.
        seen: The optimisations that run or have run.
        error: What the optimiser stumbled over; empty if nothing.
        threads: How many threads may optimise; None leaves it to the server.
    """

    status: CollectionStatus
    points: int
    segments: int
    indexed: int = 0
    updates: int = 0
    deferred: int = 0
    pending: int = 0
    done: int = 0
    total: int = 0
    seen: frozenset[str] = field(default=frozenset(), repr=False)
    error: str = ""
    threads: int | None = None

    @property
    def ready(self) -> bool:
        """Whether nothing is under way, as far as one look can tell."""
        return self.status is CollectionStatus.GREEN and not (self.pending or self.updates or self.deferred)

    @property
    def idle_for_ever(self) -> bool:
        """Whether nothing is ever going to be done, because optimising is switched off."""
        return self.threads == 0


def look_at(client: QdrantClient, collection: str, *, server: Version) -> Look:
    """Look at a collection.

    Args:
        client: The instance.
        collection: The collection's physical name.
        server: The server's version.

    Raises:
        NotFound: It isn't there.
        QdrantError: It can't be read.
    """
    info = client.get_collection(collection)
    queue = info.update_queue
    work = _work(client, collection) if server >= TELLS_OPTIMIZATIONS else None
    running = work.running if work else []
    waiting = (work.queued or []) if work else []
    past = (work.completed or []) if work else []
    trees = [one.progress for one in running]
    error = info.optimizer_status
    optimizers = info.config.optimizer_config
    threads = optimizers.max_optimization_threads if optimizers else None
    return Look(
        status=info.status,
        points=info.points_count or 0,
        segments=info.segments_count,
        indexed=info.indexed_vectors_count or 0,
        updates=queue.length if queue else 0,
        deferred=(queue.deferred_points or 0) if queue else 0,
        pending=len(running) + len(waiting),
        done=sum(_leaves(tree)[0] for tree in trees),
        total=sum(_leaves(tree)[1] for tree in trees),
        seen=frozenset(str(one.uuid) for one in (*running, *past)),
        error=error.error if isinstance(error, models.OptimizersStatusOneOf1) else "",
        threads=threads if isinstance(threads, int) else None,
    )


def _work(client: QdrantClient, collection: str) -> models.OptimizationsResponse | None:
    """Return what runs, waits and is done; None if this key may not know."""
    try:
        return client.send(requests.GetOptimizations(collection, with_="queued,completed"))
    except UnexpectedResponse:
        return None


def _leaves(tree: models.ProgressTree) -> tuple[int, int]:
    """Return how much is done of the parts that count, and of how much."""
    if not tree.children:
        return tree.done or 0, tree.total or 0
    parts = [_leaves(child) for child in tree.children]
    return sum(done for done, _ in parts), sum(total for _, total in parts)
