"""Uploading numpy matrices over REST with our client and with the official one, to one real server, in turns.

usage: python -m benchmarks.upload [--server PROGRAM] [--rounds N]

Each upload has a process of its own, and a new collection that isn't indexed meanwhile. `cpu` is the time that the
client's process computed, which tells the client from the server it waits for; `server` is what the server computed
meanwhile; memory is how much the client's process grew at its peak, beyond the matrix. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

SIZES = ((100_000, 384), (20_000, 1536))
SIDES = {"ours": "qschema.client", "peer": "qdrant_client"}
GOALS = {"seconds": 0.5, "memory": 0.3}


def main() -> None:
    parser = argparse.ArgumentParser(description="Upload with both clients.")
    parser.add_argument("--server", help="what starts a server, as QSCHEMA_TEST_SERVER")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        side, url, points, size = given.one
        print(json.dumps(upload(side, url, int(points), int(size))))
        return
    if given.server:
        os.environ["QSCHEMA_TEST_SERVER"] = given.server
    from tests.live.server import running

    with running() as server:
        for points, size in SIZES:
            compare(server.url, points, size, given.rounds)


def compare(url: str, points: int, size: int, rounds: int) -> None:
    """Upload in turns, and print medians."""
    found: dict[str, list[dict[str, float]]] = {side: [] for side in SIDES}
    for _ in range(rounds):
        for side, rows in found.items():
            command = [sys.executable, "-m", "benchmarks.upload", "--one", side, url, str(points), str(size)]
            before = servers_seconds()
            row = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            rows.append({**row, "server": servers_seconds() - before})
    print(f"{points:,} × {size} float32")
    for figure in ("seconds", "cpu", "server", "memory"):
        ours, peer = (median(row[figure] for row in found[side]) for side in SIDES)
        unit = "MB" if figure == "memory" else "s"
        goal = GOALS.get(figure)
        said = "" if goal is None else f"  ≤ {goal}" + ("" if ours <= goal * peer else "  missed")
        print(f"  {figure:8}{ours:9.2f} {unit:2} peer{peer:9.2f} {unit:2} ratio {ours / peer:5.2f}{said}", flush=True)


def upload(side: str, url: str, points: int, size: int) -> dict[str, float]:
    """Upload once in this process."""
    from importlib import import_module

    import numpy as np

    package: Any = import_module(SIDES[side])
    models = package.models
    client = package.QdrantClient(url, timeout=60, check_compatibility=False)
    name = f"upload-{side}"
    client.delete_collection(name)
    client.create_collection(
        name,
        vectors_config=models.VectorParams(size=size, distance=models.Distance.DOT),
        optimizers_config=models.OptimizersConfigDiff(indexing_threshold=0),
    )
    matrix = np.random.default_rng(0).standard_normal((points, size), np.float32)
    ids = list(range(points))
    Path("/proc/self/clear_refs").write_text("5")  # begins a new peak
    base, computed, started = status("VmRSS"), time.process_time(), time.perf_counter()
    client.upload_collection(name, matrix, ids=ids)
    seconds, cpu = time.perf_counter() - started, time.process_time() - computed
    memory = (status("VmHWM") - base) / 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    while client.count(name).count < points:
        time.sleep(0.05)
    client.delete_collection(name)
    return {"seconds": seconds, "cpu": cpu + children.ru_utime + children.ru_stime, "memory": memory}


def status(field: str) -> int:
    """Return a figure of this process in kB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field))


def servers_seconds() -> float:
    """Return how long the children of this process have computed so far: between two uploads, that is the server."""
    ticks = 0
    for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
