"""One of those who race: a process that does what it is told over a pipe, and answers with what came of it.

It lives through many races, because to start it takes longer than a race.
"""

from __future__ import annotations

from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from traceback import format_exc
from typing import Any

from qschema.apply import run
from qschema.apply.ensuring import ensure
from qschema.apply.errors import LockedError, StalePlanError
from qschema.apply.planning import plan_for
from qschema.client import QdrantClient
from qschema.planner.plan import Plan
from qschema.schema.spec import Schema
from tests.apply.bench import Told, schema_of
from tests.apply.racing.first import LOCK_SECONDS, first_apply, first_lock, watched_lock


class Racer:
    """What one of those who race does, and what it knows.

    Args:
        pipe: Leads to whoever tells it what to do, until its end.
    """

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._clients: dict[str, QdrantClient] = {}
        self._schema: Schema
        self._plan: Plan

    def run(self) -> None:
        """Do one thing after the other."""
        with suppress(EOFError, OSError):
            while True:
                asked = self._pipe.recv()
                run.ProjectLock = watched_lock(Path(asked["folder"]))  # type: ignore[misc]
                try:
                    said = getattr(self, asked["do"])(asked, self._client(asked["url"]))
                except Exception:
                    said = {"error": format_exc()}
                self._pipe.send(said)
        for client in self._clients.values():
            client.close()

    def first_apply(self, asked: dict[str, Any], client: QdrantClient) -> dict[str, Any]:
        return {"run": first_apply(client, asked["project"], asked["url"])}

    def first_lock(self, asked: dict[str, Any], client: QdrantClient) -> dict[str, Any]:
        first_lock(client, asked["project"])
        return {"locked": True}

    def plan(self, asked: dict[str, Any], client: QdrantClient) -> dict[str, Any]:
        """Make the plan that is carried out when the race begins."""
        self._schema = schema_of(asked["declared"], asked["project"])
        self._plan = plan_for(client, self._schema, place=asked["url"])
        return {"steps": len(self._plan.steps)}

    def apply(self, asked: dict[str, Any], client: QdrantClient) -> dict[str, Any]:
        """Try it at once. Who gets the lock keeps it until told to go on, so that all others find it held."""

        def holds(number: int) -> None:
            if number == 1:
                self._pipe.send({"holds": True})
                self._pipe.recv()

        try:
            done = run.apply_plan(client, self._plan, place=asked["url"], watch=Told(holds))
        except LockedError as refused:
            return {"refused": str(refused)}
        return {"run": done.run}

    def follow(self, asked: dict[str, Any], client: QdrantClient) -> dict[str, Any]:
        """Wait for the others. Who persists plans again if one of them was here before."""
        while True:
            try:
                done = run.apply_plan(client, self._plan, place=asked["url"], lock_timeout=LOCK_SECONDS)
            except StalePlanError:
                if not asked["persists"]:
                    return {"stale": True}
                self._plan = plan_for(client, self._schema, place=asked["url"])
                continue
            return {"run": done.run}

    def ensure(self, asked: dict[str, Any], client: QdrantClient) -> dict[str, Any]:
        """Make what is missing, as an application that starts."""
        return {"run": ensure(asked["declared"], client=client, project="library", lock_timeout=LOCK_SECONDS).run}

    def _client(self, url: str) -> QdrantClient:
        if url not in self._clients:
            self._clients[url] = QdrantClient(url)
            self._clients[url].info()
        return self._clients[url]


def run_racer(pipe: Connection) -> None:
    Racer(pipe).run()
