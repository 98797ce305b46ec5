"""Runs of one project that begin at once: who doesn't wait is refused, who waits comes after the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from secrets import token_hex
from typing import Any

from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.history import export
from qschema.client import QdrantClient
from tests.apply.bench import Declaration
from tests.apply.racing.racers import Racers

PERSISTENT = 4
"""How many of those with different plans plan again until it is their turn."""


@dataclass(frozen=True)
class Contest:
    """One round, of a project of its own.

    Attributes:
        racers: Those who race.
        places: The URLs of the instance; of a cluster those of its nodes.
        folder: Where a second holder of the lock is noticed.
        same: Whether all have the same plan.
        project: The project.
    """

    racers: Racers
    places: Sequence[str]
    folder: Path
    same: bool
    project: str

    def refuse(self) -> str:
        """Have nobody wait: one wins, and all others are told who it is. Return its run."""
        self._plan("first")
        said = self._race("apply")
        (winner,) = (number for number, one in enumerate(said) if "holds" in one)
        for number, one in enumerate(said):
            assert number == winner or f"(process {self.racers.pids[winner]}" in one["refused"]
        self.racers.pipes[winner].send("go on")
        run: str = self.racers.pipes[winner].recv()["run"]
        return run

    def follow(self) -> list[str]:
        """Have all wait: each comes to its turn, and finds its plan fresh or stale. Return the runs that came of it."""
        self._plan("then")
        persists = [self.same or number < PERSISTENT for number in range(len(self.racers.pids))]
        said = self._race("follow", [{"persists": one} for one in persists])
        runs = [one["run"] for one in said if one.get("run")]
        if self.same:
            assert len(runs) == 1
        else:
            assert all(one.get("run") for one in said[:PERSISTENT])
        return runs

    def _plan(self, when: str) -> None:
        declared = [{"declared": self._declaration(when, number)} for number in range(len(self.racers.pids))]
        assert all(one["steps"] for one in self._race("plan", declared))

    def _declaration(self, when: str, number: int) -> Declaration:
        field = when if self.same else f"{when}_{number}"
        spec = {"vectors": {}, "payload_indexes": {field: {"type": "keyword"}}, "aliases": [f"{self.project}-{field}"]}
        return {f"{self.project}-texts": spec}

    def _race(self, do: str, how: Sequence[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
        told = how or [{}] * len(self.racers.pids)
        return self.racers.race(do, self.places, self.folder, [{"project": self.project, **one} for one in told])


def hold(racers: Racers, places: Sequence[str], folder: Path, *, same: bool) -> None:
    """Hold one round, and see by the ledger that no two runs were at work at once."""
    with QdrantClient(places[0]) as client:
        ensure_ledger(client)
    contest = Contest(racers, places, folder, same, f"race-{token_hex(4)}")
    runs = [contest.refuse(), *contest.follow()]
    with QdrantClient(places[0]) as client:
        records = [one for one in export(client) if one.get("project") == contest.project]
    check_order(records, runs)


def check_order(records: Iterable[dict[str, Any]], runs: Iterable[str]) -> None:
    """See that the ledger tells of these runs and of one after the other: each has its beginning, steps and end."""
    kept = sorted((one for one in records if one["kind"] != "lease"), key=lambda one: one["seq"])
    assert [one["seq"] for one in kept] == [*range(1, len(kept) + 1)]
    in_turn = [(run, [*of_run]) for run, of_run in groupby(kept, key=lambda one: one["run"])]
    assert sorted(run for run, _ in in_turn) == sorted(runs)
    for _, (begun, *between, ended) in in_turn:
        assert (begun["kind"], begun["phase"]) == ("run", "started")
        assert (ended["kind"], ended["phase"], ended["outcome"]) == ("run", "finished", "done")
        steps = [(one["index"], one["phase"]) for one in between if one["kind"] == "step"]
        assert steps == [(index, phase) for index in range(len(steps) // 2) for phase in ("before", "after")]
