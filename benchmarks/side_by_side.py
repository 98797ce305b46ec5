"""Two ways of doing the same, measured in turns in one run."""

from __future__ import annotations

import argparse
import gc
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

_TURN = 0.02
"""How long a turn is at least, in seconds."""


@dataclass(frozen=True)
class Row:
    """What a comparison gave; times are medians in milliseconds.

    Attributes:
        name: What was done.
        ours: Our time.
        peer: The peer's.
        ratio: Ours by the peer's: below 1 is faster.
        goal: The ratio that we want at most; None where there is nothing to reach.
        recall: How many of the ten nearest points were found, by each; None where that isn't the question.
        unit: What ours and the peer's are counted in.
    """

    name: str
    ours: float
    peer: float
    ratio: float
    goal: float | None
    recall: tuple[float, float] | None = None
    unit: str = "ms"


def compare(
    name: str, ours: Callable[[], object], peer: Callable[[], object], *, rounds: int, goal: float | None = None
) -> Row:
    """Do both in turns, once unseen and then as often as said.

    In turns, because a machine that others use is slower at one time than at another. What is quick is done several
    times in a turn: the first time, what it needs isn't in the processor's caches any more, where the other has worked
    for seconds. That alone made 2 ms of 0.2.
    """
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for do, took in zip((ours, peer), times, strict=True):
            gc.collect(1)
            turn = list(_turn(do))
            if number:
                took += turn
    mine, theirs = map(median, times)
    return row(name, mine, theirs, goal)


def _turn(do: Callable[[], object]) -> Iterator[float]:
    """Do something once, or again and again for a moment; yield the milliseconds of each time."""
    end = perf_counter() + _TURN
    while True:
        start = perf_counter()
        do()
        now = perf_counter()
        yield (now - start) * 1e3
        if now >= end:
            return


def row(name: str, ours: float, peer: float, goal: float | None = None, **more: Any) -> Row:
    """Return a row of two measurements."""
    return Row(name, round(ours, 3), round(peer, 3), round(ours / peer, 5), goal, **more)


def report(description: str, rows: Callable[[], Iterable[Row]]) -> None:
    """Print a table, and write it as JSON where the command line says so."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows to a file as well")
    file: Path | None = parser.parse_args().json
    print(f"{'':52}{'ours':>12}{'peer':>12}{'ratio':>9}{'goal':>9}")
    done = []
    for row in rows():
        done.append(row)
        goal = "" if row.goal is None else f"≤ {row.goal:.3g}"
        missed = "" if row.goal is None or row.ratio <= row.goal else "  missed"
        recall = "" if row.recall is None else "  recall@10 {:.3f}, {:.3f}".format(*row.recall)
        figures = f"{row.ours:9.2f} {row.unit}{row.peer:9.2f} {row.unit}"
        print(f"{row.name:52}{figures}{row.ratio:9.3g}{goal:>9}{missed}{recall}", flush=True)
    if file is not None:
        file.write_text(json.dumps([asdict(row) for row in done], indent=1) + "\n", encoding="utf-8")
