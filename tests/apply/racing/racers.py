"""Many processes that are told to race."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tests.apply.racing import racer
from tests.soaking import soaking


def many() -> int:
    """Return how many race in a contest."""
    return 20 if soaking() else 6


@dataclass(frozen=True)
class Racers:
    """Processes that wait for the start of a race.

    Attributes:
        pids: Their numbers.
        pipes: Where they are told what to do, and heard.
    """

    pids: Sequence[int]
    pipes: Sequence[Connection]

    def race(self, do: str, places: Sequence[str], folder: Path, how: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Start a race, and return what each of them says at its end.

        Args:
            do: What they do, as `Racer` calls it.
            places: The URLs at which they do it, in turn.
            folder: Where a second holder of a lock is noticed.
            how: What else each of them is told; there may be more of them than are in this race.
        """
        for number, told in enumerate(how):
            url = places[number % len(places)]
            self.pipes[number].send({"do": do, "url": url, "folder": str(folder), **told})
        said = [self.pipes[number].recv() for number in range(len(how))]
        assert not (errors := [one["error"] for one in said if "error" in one]), "\n".join(errors)
        return said


@contextmanager
def racers(number: int) -> Iterator[Racers]:
    """Start all who race, and end them. They are forked from a process that has loaded everything."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([racer.__name__, "numpy", "qschema.client.transports.rest"])
    pipes = [context.Pipe() for _ in range(number)]
    running = [context.Process(target=racer.run_racer, args=(theirs,)) for _, theirs in pipes]
    for one, (_, theirs) in zip(running, pipes, strict=True):
        one.start()
        theirs.close()
    try:
        yield Racers([one.pid or 0 for one in running], [ours for ours, _ in pipes])
    finally:
        for ours, _ in pipes:
            ours.close()
        for one in running:
            one.join()
