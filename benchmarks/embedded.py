"""The embedded engine beside the official client's local mode, 100,000 × 384, in this process.

usage: python -m benchmarks.embedded [--json FILE]

Each is given what its users give it: ours takes numpy matrices, the official one takes lists. The vectors have few
dimensions of their own, as embeddings have. It takes ten minutes, most of them the peer's writing to disk. Private
memory is what a process needs of its own once it has opened the folder and found something; Linux only.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import qdrant_client

import qschema.client
from benchmarks.over_engine import over_engine
from benchmarks.side_by_side import Row, compare, report, row

POINTS, SIZE, BATCH, OWN = 100_000, 384, 1_000, 24
LIMIT, QUERIES = 10, 20
NAME = "articles"

mine, theirs = qschema.client.models, qdrant_client.models


def matrix(count: int, seed: int) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Return so many vectors, on a surface of few dimensions, and a little off it."""
    random = np.random.default_rng(seed)
    surface = np.random.default_rng(0).standard_normal((OWN, SIZE), dtype=np.float32)
    own = random.standard_normal((count, OWN), dtype=np.float32)
    return own @ surface + 0.1 * random.standard_normal((count, SIZE), dtype=np.float32)


VECTORS, SOUGHT = matrix(POINTS, 1), matrix(QUERIES, 2)
PAYLOADS = [{"word": f"word {id % 256}", "number": id} for id in range(POINTS)]
WORD, NUMBERS = {"key": "word", "match": {"value": "word 7"}}, {"key": "number", "range": {"gte": 1000, "lt": 2000}}


def nearest(chosen: np.ndarray[Any, Any] | slice) -> list[set[int]]:
    """Return the ids of the nearest of the chosen points, for each that is sought."""
    ids = np.arange(POINTS)[chosen]
    unit = VECTORS[chosen] / np.linalg.norm(VECTORS[chosen], axis=1, keepdims=True)
    return [set(ids[np.argsort(unit @ sought)[-LIMIT:]].tolist()) for sought in SOUGHT]


def create(client: Any, models: Any) -> Any:
    """Make the collection; nothing is built before it is wanted."""
    client.create_collection(
        NAME,
        vectors_config=models.VectorParams(size=SIZE, distance=models.Distance.COSINE),
        optimizers_config=models.OptimizersConfigDiff(indexing_threshold=0),
    )
    return client


def fill(client: Any, models: Any, lists: bool) -> None:
    """Write all points, batch by batch."""
    for start in range(0, POINTS, BATCH):
        some = slice(start, start + BATCH)
        vectors = VECTORS[some].tolist() if lists else VECTORS[some]
        ids = list(range(start, min(start + BATCH, POINTS)))
        client.upsert(NAME, models.Batch(ids=ids, vectors=vectors, payloads=PAYLOADS[some]))


def took(do: Callable[[], object]) -> float:
    """Return the milliseconds that something takes once."""
    start = time.perf_counter()
    do()
    return (time.perf_counter() - start) * 1e3


def rows() -> Iterator[Row]:
    """Compare, one thing after the other."""
    with tempfile.TemporaryDirectory(prefix="qschema-benchmark-") as folder:
        yield from on_disk(Path(folder))
    ours, peer = (
        create(package.QdrantClient(":memory:"), package.models) for package in (qschema.client, qdrant_client)
    )
    yield row(
        "upsert from numpy in memory",
        took(lambda: fill(ours, mine, lists=False)),
        took(lambda: fill(peer, theirs, lists=True)),
        0.6,
    )
    for field, kind in (("word", "keyword"), ("number", "integer")):
        ours.create_payload_index(NAME, field, kind)
    yield from searching(ours, peer)
    yield from over_engine(ours, NAME, VECTORS, SOUGHT, PAYLOADS)


def on_disk(folder: Path) -> Iterator[Row]:
    """Compare writing to disk, opening what was written, and the memory that it takes then."""
    places = {"ours": folder / "ours", "peer": folder / "peer"}
    ours, peer = (
        create(package.QdrantClient(path=str(place)), package.models)
        for package, place in zip((qschema.client, qdrant_client), places.values(), strict=True)
    )
    yield row(
        "upsert from numpy on disk",
        took(lambda: fill(ours, mine, lists=False)),
        took(lambda: fill(peer, theirs, lists=True)),
        1 / 18,
    )
    ours.close()
    peer.close()
    opened = {side: [float(one) for one in reopened(side, place)] for side, place in places.items()}
    yield row("open the folder and count", opened["ours"][0], opened["peer"][0], 1 / 30)
    yield row("private memory, opened and searched", opened["ours"][1], opened["peer"][1], 1 / 6, unit="MB")


def reopened(side: str, place: Path) -> list[str]:
    """Return milliseconds and megabytes of opening a folder in a process of its own."""
    package = "qschema.client" if side == "ours" else "qdrant_client"
    command = [sys.executable, "-m", "benchmarks.reopening", package, str(place), NAME, str(SIZE)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def searching(ours: Any, peer: Any) -> Iterator[Row]:
    """Compare searches: with filters that have an index, without one, and when the vectors have one, too."""
    seventh, some = np.arange(POINTS) % 256 == 7, slice(1000, 2000)
    yield searched("filtered by an indexed keyword", ours, peer, WORD, nearest(seventh), 1 / 500)
    yield searched("filtered by an indexed range", ours, peer, NUMBERS, nearest(some), 1 / 100)
    yield searched("not filtered, exact", ours, peer, None, nearest(slice(None)), 1 / 8)
    start = time.perf_counter()
    optimize(ours)
    print(f"    the index of the vectors was built in {time.perf_counter() - start:.0f} s", flush=True)
    yield searched("not filtered, optimised", ours, peer, None, nearest(slice(None)), 1 / 25)


def searched(name: str, ours: Any, peer: Any, condition: Any, right: list[set[int]], goal: float) -> Row:
    """Compare one kind of search, and how much of what is nearest it finds."""
    asks = [partial(ask, client, models, condition) for client, models in ((ours, mine), (peer, theirs))]
    turns = [iter(range(10**9)), iter(range(10**9))]
    times = compare(
        f"query_points, {name}",
        *(lambda ask=ask, turn=turn: ask(next(turn) % QUERIES) for ask, turn in zip(asks, turns, strict=True)),
        rounds=7 if condition else 21,  # local mode takes ten times as long where it looks at payloads
        goal=goal,
    )
    # The peer computes all scores, and is slow at that: a few of them tell enough.
    recall = tuple(
        sum(len({one.id for one in ask(turn).points} & right[turn]) for turn in range(count)) / (LIMIT * count)
        for ask, count in zip(asks, (QUERIES, 3), strict=True)
    )
    return row(times.name, times.ours, times.peer, goal, recall=recall)


def ask(client: Any, models: Any, condition: Any, turn: int) -> Any:
    """Search for one of the vectors."""
    only = models.Filter(must=[models.FieldCondition(**condition)]) if condition else None
    return client.query_points(NAME, SOUGHT[turn].tolist(), query_filter=only, limit=LIMIT, with_payload=False)


def optimize(client: Any) -> None:
    """Have the index of the vectors built, and wait for it."""
    client.update_collection(NAME, optimizers_config=mine.OptimizersConfigDiff(indexing_threshold=1_000))
    while True:
        info = client.get_collection(NAME)
        if info.status == mine.CollectionStatus.GREEN and (info.indexed_vectors_count or 0) > 0.9 * POINTS:
            return
        time.sleep(0.2)


if __name__ == "__main__":
    report("The embedded engine beside the official client's local mode.", rows)
