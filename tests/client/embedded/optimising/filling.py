"""Collections that are large enough for a build in the background."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy

from qschema.client import models, requests
from qschema.client.embedded.collection import Collection
from qschema.client.embedded.engine import Engine

SIZE, POINTS = 128, 3000
"""1.5 MB of vectors."""

SECONDS = 120
"""When a test that waits for ever fails."""


def vectors(count: int, seed: int = 0) -> numpy.ndarray:
    """Return vectors with some structure, so that a graph finds neighbours as embeddings have them."""
    random = numpy.random.default_rng(seed)
    centres = numpy.random.default_rng(7).standard_normal((50, SIZE), dtype=numpy.float32)
    return centres[random.integers(0, 50, count)] + random.standard_normal((count, SIZE), dtype=numpy.float32)


def create(engine: Engine, name: str = "a", **optimizers: Any) -> None:
    """Create a collection that wants a graph from one megabyte on."""
    config = models.OptimizersConfigDiff(**{"indexing_threshold": 1000, **optimizers})
    params = models.VectorParams(size=SIZE, distance=models.Distance.DOT)
    engine.handle(requests.CreateCollection(name, models.CreateCollection(vectors=params, optimizers_config=config)))


def upsert(engine: Engine, start: int, count: int, *, seed: int = 0, name: str = "a") -> None:
    """Write points with consecutive ids."""
    ids = list(range(start, start + count))
    batch = models.Batch(ids=ids, vectors=vectors(count, seed + start), payloads=[{"n": id, "s": seed} for id in ids])
    engine.handle(requests.UpsertPoints(name, models.PointsBatch(batch=batch), wait=True))


def payloads(engine: Engine, name: str = "a") -> dict[Any, Any]:
    """Return the payloads of all points."""
    body = models.ScrollRequest(limit=100_000, with_payload=True)
    found = engine.handle(requests.ScrollPoints(name, body)).points
    return {point.id: point.payload for point in found}


def collection_of(engine: Engine) -> Collection:
    """Return the only collection."""
    (collection,) = engine._instance.opened
    return collection


def info(engine: Engine, name: str = "a") -> models.CollectionInfo:
    return engine.handle(requests.GetCollection(name))


def until(true: Callable[[], object]) -> None:
    """Let others go on until something is so."""
    pause = threading.Event()
    for _ in range(SECONDS * 500):
        if true():
            return
        pause.wait(0.002)
    raise AssertionError("it never came to be")


def green(engine: Engine, name: str = "a") -> models.CollectionInfo:
    """Wait until everything is built; return what is told then."""
    until(lambda: info(engine, name).status == models.CollectionStatus.GREEN)
    return info(engine, name)
