"""Copying a collection on a real server over REST: beside a loop with the official client, and a bare upload.

usage: python -m benchmarks.reindex [--json FILE]

Each has a process of its own, and a new collection that isn't indexed meanwhile; the upload has its points in memory.
The last rows are about the memory of the process that copies. Linux only.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from statistics import median

from benchmarks.reindex_sides import SIDES, fill
from benchmarks.side_by_side import Row, report, row
from tests.live.server import program, running

POINTS = 100_000
FEW, MANY = 30_000, 300_000
"""Enough to keep all lanes at work, and ten times as many: for memory."""

ROUNDS = 3

LOOP_GOAL = 0.5
"""The copy takes at most half the time of the loop."""

UPLOAD_GOAL = 1 / 0.6
"""The copy has at least 0.6 of the rate of the upload."""

CLONE_GOAL = 1.0
"""A clone takes less time than a copy, and brings the graphs along, which neither has here."""

MOST_MB = 300.0
FLAT = 1.2


def main() -> None:
    """Measure, and print a table."""
    if program() is None:
        print("There is no Qdrant server to measure against; name what starts one: QSCHEMA_TEST_SERVER=…")
        return
    report("Copy a collection.", rows)


def rows() -> Iterator[Row]:
    """Yield all comparisons."""
    with running() as server:
        fill(server.url, "source", POINTS)
        found: dict[str, list[dict[str, float]]] = {side: [] for side in SIDES}
        for _ in range(ROUNDS):
            for side, measured in found.items():  # in turns: a machine that others use is slower at times
                measured.append(_measured(side, server.url, "source", POINTS))
        seconds = {side: median(one["seconds"] for one in measured) for side, measured in found.items()}
        size = f"{POINTS:,} × 384 over REST"
        yield row(f"{size}: copy, beside a loop", seconds["copy"], seconds["loop"], LOOP_GOAL, unit="s")
        yield row(f"{size}: copy, beside an upload", seconds["copy"], seconds["upload"], UPLOAD_GOAL, unit="s")
        yield row(f"{size}: clone, beside a copy", seconds["clone"], seconds["copy"], CLONE_GOAL, unit="s")
        few, many = (_memory(server.url, points) for points in (FEW, MANY))
        yield row(f"memory: copy of {MANY:,}, beside {FEW:,}", many, few, FLAT, unit="MB")
        yield row(f"memory: copy of {MANY:,}, beside what is allowed", many, MOST_MB, 1.0, unit="MB")


def _memory(url: str, points: int) -> float:
    """Return the memory of a process that copies so many points, in MB."""
    fill(url, "counted", points)
    return _measured("copy", url, "counted", points)["memory"]


def _measured(side: str, url: str, source: str, points: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.reindex_sides", side, url, source, str(points)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()
