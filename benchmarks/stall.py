"""How long an event loop stands still while the embedded engine works: in a process of its own, and in this one.

usage: python -m benchmarks.stall [--json FILE]

Ours is `AsyncQdrantClient`, which has the engine in a worker process; the peer is `QdrantClient` in another thread of
this one. Times are how late something came that was due in a millisecond: the 99th percentile, and the longest. What
would have been due while nothing could run counts, too. The goal is 20 ms, written as a ratio.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.side_by_side import Row, report
from qschema.client import AsyncQdrantClient, QdrantClient, models

POINTS, SIZE, BATCH, SEARCHES = 20_000, 384, 1000, 300
GOAL = 20.0
"""Milliseconds."""

TICK = 0.001
MATRIX = np.random.default_rng(0).standard_normal((POINTS, SIZE), dtype=np.float32)
VECTORS = models.VectorParams(size=SIZE, distance=models.Distance.COSINE)
BY_ITSELF = models.OptimizersConfigDiff(indexing_threshold=0)

Call = Callable[..., Awaitable[Any]]
"""Calls a method of a client by its name."""


class Ticks:
    """Takes down how late the event loop comes, in milliseconds."""

    def __init__(self) -> None:
        self.late: list[float] = []

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Take down what happens within."""
        gc.collect()
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            task.cancel()

    async def _run(self) -> None:
        due = perf_counter() + TICK
        while True:
            await asyncio.sleep(TICK)
            now = perf_counter()
            late = max(0.0, now - due)
            # All that was due since then is late as well.
            self.late += [1e3 * (late - missed * TICK) for missed in range(int(late / TICK) + 1)]
            due = now + TICK

    def p99(self) -> float:
        """Return the lateness that one in a hundred exceeds."""
        return float(np.percentile(self.late, 99))


async def upsert(call: Call) -> None:
    for start in range(0, POINTS, BATCH):
        ids = list(range(start, start + BATCH))
        payloads = [{"n": id} for id in ids]
        await call("upsert", "c", models.Batch(ids=ids, vectors=MATRIX[start : start + BATCH], payloads=payloads))


async def search(call: Call) -> None:
    for row in MATRIX[:SEARCHES].tolist():
        await call("query_points", "c", row, limit=10)


async def optimise(call: Call) -> None:
    await call("update_collection", "c", optimizers_config=models.OptimizersConfigDiff(indexing_threshold=1000))
    while (await call("get_collection", "c")).status != models.CollectionStatus.GREEN:
        await asyncio.sleep(0.05)


WORK = {
    f"{POINTS:,} × {SIZE} upserted, {BATCH:,} at a time": upsert,
    f"{SEARCHES} searches without an index": search,
    "an index built in the background": optimise,
}


async def measured(call: Call) -> list[Ticks]:
    """Do all the work, and take down what the event loop feels of each part."""
    await call("create_collection", "c", VECTORS, optimizers_config=BY_ITSELF)
    done = []
    for work in WORK.values():
        ticks = Ticks()
        async with ticks.taken():
            await work(call)
        done.append(ticks)
    return done


async def in_a_worker() -> list[Ticks]:
    async with AsyncQdrantClient(":memory:") as client:
        return await measured(lambda name, *args, **options: getattr(client, name)(*args, **options))


async def in_a_thread() -> list[Ticks]:
    with QdrantClient(":memory:") as client:
        return await measured(
            lambda name, *args, **options: asyncio.to_thread(partial(getattr(client, name), *args, **options))
        )


def rows() -> Iterator[Row]:
    """Measure both."""
    ours, theirs = asyncio.run(in_a_worker()), asyncio.run(in_a_thread())
    for name, mine, peer in zip(WORK, ours, theirs, strict=True):
        for words, a, b in (("p99", mine.p99(), peer.p99()), ("longest", max(mine.late), max(peer.late))):
            goal = round(GOAL / b, 2) if words == "p99" else None
            yield Row(f"{name}: {words}", round(a, 3), round(b, 3), round(a / b, 3), goal)


if __name__ == "__main__":
    report("How long an event loop stands still while the embedded engine works.", rows)
