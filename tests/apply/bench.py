"""A declaration as plain JSON, an instance, and what comes of bringing them together."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qschema.apply.history import Run, export, history
from qschema.apply.lock_alias import lock_aliases
from qschema.apply.planning import plan_for
from qschema.apply.run import Outcome, Watcher, apply_plan
from qschema.client import QdrantClient
from qschema.planner.plan import Plan
from qschema.schema.source import Source
from qschema.schema.spec import CollectionSpec, Declared, Schema
from tests.apply.faults import FaultyTransport

PROJECT = "library"
SOMEWHERE = Source("schema.yaml", 1, 1)

ARTICLES: dict[str, Any] = {
    "vectors": {"text": {"size": 4, "distance": "Cosine"}},
    "payload_indexes": {"tenant": {"type": "keyword"}},
    "aliases": ["docs"],
}

Declaration = dict[str, dict[str, Any]]


def schema_of(declared: Declaration, project: str = PROJECT) -> Schema:
    """Return a declaration as the planner takes it."""
    specs = {name: CollectionSpec.model_validate(spec) for name, spec in declared.items()}
    return Schema(project, {name: Declared(name, spec, SOMEWHERE) for name, spec in specs.items()})


@dataclass
class Bench:
    """An instance to plan for and apply to.

    Attributes:
        client: The instance.
        faults: The transport of the client, which can be told to fail; none for a server.
        place: Where the instance is.
    """

    client: QdrantClient
    faults: FaultyTransport
    place: str = "http://somewhere:6333"

    @classmethod
    def over(cls, client: QdrantClient, place: str = "http://somewhere:6333") -> Bench:
        """Put a transport that can fail between a client and its instance."""
        faults = FaultyTransport(client._transport)
        client._transport = faults
        return cls(client, faults, place)

    def plan(self, declared: Declaration, *, project: str = PROJECT, granted: tuple[str, ...] = ()) -> Plan:
        return plan_for(self.client, schema_of(declared, project), place=self.place, granted=granted)

    def carry_out(self, plan: Plan, *, timeout: float = 0.0, watch: Watcher | None = None) -> Outcome:
        return apply_plan(self.client, plan, place=self.place, lock_timeout=timeout, watch=watch)

    def apply(self, declared: Declaration, *, project: str = PROJECT, granted: tuple[str, ...] = ()) -> Outcome:
        return self.carry_out(self.plan(declared, project=project, granted=granted))

    def shown(self) -> dict[str, Any]:
        """Return everything but the ledger, as the instance shows it."""
        names = sorted(one.name for one in self.client.get_collections().collections)
        aliases = {one.alias_name: one.collection_name for one in self.client.get_aliases().aliases}
        return {
            "collections": {
                name: json.loads(self.client.get_collection(name).model_dump_json(exclude={"status"}))
                for name in names
                if not name.startswith("_qschema")
            },
            "aliases": {alias: name for alias, name in sorted(aliases.items()) if name != "_qschema"},
        }

    def runs(self) -> tuple[Run, ...]:
        return history(self.client)

    def records(self, kind: str) -> list[dict[str, Any]]:
        """Return the payloads of a kind, in the order in which they were written."""
        return sorted((one for one in export(self.client) if one["kind"] == kind), key=lambda one: one["seq"])

    def locks(self) -> set[str]:
        return {str(name) for name in lock_aliases(self.client)}

    def has_ledger(self) -> bool:
        return self.client.collection_exists("_qschema")

    def is_at_rest(self) -> bool:
        """Tell whether nobody holds a lock, and nobody is said to."""
        return not any(".held." in name for name in self.locks()) and not self.records("lease")


def wipe(client: QdrantClient) -> None:
    """Delete every collection, and with them all aliases."""
    for one in client.get_collections().collections:
        client.delete_collection(one.name)


class Told:
    """A watcher that remembers what it is told, and may do something at the beginning of a step."""

    def __init__(self, at_start: Callable[[int], None] = lambda number: None) -> None:
        self.started: list[str] = []
        self.done: list[str] = []
        self.waited: list[Any] = []
        self.snapshots: list[Any] = []
        self.measures: list[Any] = []
        self.removed: list[Any] = []
        self._at_start = at_start

    def step_started(self, step: Any) -> None:
        self.started.append(step.kind)
        self._at_start(len(self.started))

    def snapshot_taken(self, step: Any, snapshot: Any) -> None:
        self.snapshots.append(snapshot)

    def snapshot_removed(self, snapshot: Any) -> None:
        self.removed.append(snapshot)

    def step_copies(self, step: Any, progress: Any) -> None:
        pass

    def step_verified(self, step: Any, report: Any) -> None:
        pass

    def step_measured(self, step: Any, measures: Any) -> None:
        self.measures.append(measures)

    def step_waits(self, step: Any, look: Any) -> None:
        self.waited.append(look)

    def step_done(self, step: Any, outcome: str) -> None:
        self.done.append(outcome)
