"""Opening a folder in a process of its own: how long it takes, and how much private memory.

usage: python -m benchmarks.reopening PACKAGE FOLDER COLLECTION SIZE

Prints milliseconds until the points are counted, and megabytes that came after the imports, once something was found.
"""

from __future__ import annotations

import gc
import importlib
import sys
import time
from pathlib import Path


def private_megabytes() -> float:
    """Return the memory of this process that is in no file."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("this kernel doesn't tell")


def main(package: str, folder: str, collection: str, size: int) -> None:
    client_class = importlib.import_module(package).QdrantClient
    vector = [0.5] * size
    client_class(":memory:").get_collections()  # whatever is imported late
    gc.collect()
    before = private_megabytes()
    start = time.perf_counter()
    client = client_class(path=folder)
    client.count(collection)
    took = (time.perf_counter() - start) * 1e3
    client.query_points(collection, vector, limit=10)
    gc.collect()
    print(took, private_megabytes() - before)
    client.close()


if __name__ == "__main__":
    main(*sys.argv[1:4], int(sys.argv[4]))
