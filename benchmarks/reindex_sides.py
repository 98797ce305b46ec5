"""What `benchmarks.reindex` measures, each in a process of its own: SIDE URL SOURCE POINTS.

It prints the seconds that it took and the most memory that the process ever had, in MB, as JSON. Linux only.
"""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

SIZE = 384
PAGE = 1_000


def fill(url: str, source: str, points: int) -> None:
    """Make the collection that is copied."""
    from qschema.client import QdrantClient, models

    with QdrantClient(url, timeout=120) as client:
        _create(client, models, source)
        for start, vectors, payloads in _points(points):
            ids = list(range(start, start + len(payloads)))
            client.upload_collection(source, vectors, payloads, ids, batch_size=PAGE, wait=True)


def copy(url: str, source: str, points: int, dest: str) -> None:
    """Copy it with our engine."""
    from qschema.apply.copying.engine import copy_points
    from qschema.apply.copying.options import CopyOptions
    from qschema.apply.copying.side import Side
    from qschema.client import QdrantClient

    with QdrantClient(url, timeout=120) as client:
        options = CopyOptions(page=PAGE)
        copy_points(Side(client, source, url), Side(client, dest, url), options, copying=dest)


def clone(url: str, source: str, points: int, dest: str) -> None:
    """Have a snapshot of it fill the other one, as a clone is filled."""
    from tempfile import TemporaryDirectory

    from qschema.apply.snapshots import SnapshotKeeper
    from qschema.client import QdrantClient
    from qschema.planner.steps import CloneCollection
    from qschema.schema.live import Mark

    step = CloneCollection(collection=dest, address=source, source=source, mark=Mark("benchmark", source, 2))
    with QdrantClient(url, timeout=120) as client, TemporaryDirectory() as folder:
        SnapshotKeeper((client,), Path(folder)).clone(step, check=lambda: None, note=lambda record: record)


def loop(url: str, source: str, points: int, dest: str) -> None:
    """Copy it with the official client, in the loop that everybody writes."""
    from qdrant_client import QdrantClient, models

    client = QdrantClient(url, timeout=120)
    offset = None
    while True:
        page, offset = client.scroll(source, limit=PAGE, offset=offset, with_vectors=True)
        found = [models.PointStruct(id=one.id, vector=one.vector, payload=one.payload) for one in page]
        client.upsert(dest, found)
        if offset is None:
            return


def upload(url: str, source: str, points: int, dest: str) -> None:
    """Write the same points from memory, with as many requests under way as the engine has lanes."""
    from qschema.apply.copying.options import LANES
    from qschema.client import QdrantClient

    with QdrantClient(url, timeout=120) as client:
        for start, vectors, payloads in _points(points, at_once=points):
            ids = list(range(start, start + len(payloads)))
            client.upload_collection(dest, vectors, payloads, ids, batch_size=PAGE, parallel=LANES, wait=True)


SIDES: dict[str, Callable[[str, str, int, str], None]] = {"copy": copy, "clone": clone, "loop": loop, "upload": upload}


def main(side: str, url: str, source: str, points: int) -> None:
    """Measure one side."""
    from qschema.client import QdrantClient, models

    dest = f"{side}-{secrets.token_hex(4)}"
    with QdrantClient(url, timeout=120) as client:
        _create(client, models, dest)
        started = perf_counter()
        SIDES[side](url, source, points, dest)
        seconds = perf_counter() - started
        assert client.count(dest).count == points
        client.delete_collection(dest)
    print(json.dumps({"seconds": seconds, "memory": _peak()}))


def _create(client: Any, models: Any, name: str) -> None:
    client.delete_collection(name)
    client.create_collection(
        name,
        vectors_config=models.VectorParams(size=SIZE, distance=models.Distance.COSINE),
        optimizers_config=models.OptimizersConfigDiff(indexing_threshold=0),
    )


def _points(count: int, at_once: int = 10_000) -> Iterator[tuple[int, Any, list[dict[str, Any]]]]:
    """Yield vectors and payloads, the same for everybody."""
    import numpy

    random = numpy.random.default_rng(0)
    for start in range(0, count, at_once):
        rows = min(at_once, count - start)
        numbers = range(start, start + rows)
        payloads = [{"title": f"Document {n}", "year": 1900 + n % 120, "tags": ["a", f"t{n % 7}"]} for n in numbers]
        yield start, random.standard_normal((rows, SIZE), numpy.float32), payloads


def _peak() -> float:
    """Return the most memory that this process ever had, in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
