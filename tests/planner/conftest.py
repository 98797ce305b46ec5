from __future__ import annotations

from typing import Any

import pytest

from qschema.planner.plan import Plan
from qschema.planner.planner import make_plan
from qschema.planner.refreshing import drift_plan
from qschema.schema.live import LiveCollection, LiveInstance, Mark
from qschema.schema.source import Source
from qschema.schema.spec import CollectionSpec, Declared, Schema

PROJECT = "library"


class Planning:
    """Declarations and instances as plain JSON in, a plan out."""

    def __init__(self) -> None:
        self.version = "1.19.0"
        self.peers: dict[str, str | None] = {}
        self.shadowed: tuple[str, ...] = ()
        self.collections: dict[str, LiveCollection] = {}
        self.aliases: dict[str, str] = {}
        self.applied: dict[str, Any] | None = {}

    def has(self, name: str, spec: dict[str, Any], *, owner: str | None = PROJECT, points: int = 0) -> None:
        """Put a collection on the instance; with an owner it carries that project's mark."""
        for alias in spec.get("aliases", ()):
            self.aliases[alias] = name
        mark = Mark(owner, name, 1) if owner else None
        self.collections[name] = LiveCollection(name, CollectionSpec.model_validate(spec), mark, points)

    def had_applied(self, name: str, spec: dict[str, Any]) -> None:
        """Note what this project has applied before."""
        assert self.applied is not None
        self.applied[name] = spec

    def plan(self, declared: dict[str, dict[str, Any]], *, granted: tuple[str, ...] = (), **limits: Any) -> Plan:
        """Plan a declaration."""
        return make_plan(self._schema(declared), self._instance, self.applied, granted=granted, **limits)

    def drift(self, declared: dict[str, dict[str, Any]]) -> Plan:
        """Tell what was changed since the last apply."""
        return drift_plan(self._schema(declared), self._instance, self.applied)

    @property
    def _instance(self) -> LiveInstance:
        return LiveInstance(self.version, self.collections, self.aliases, self.peers, self.shadowed)

    def _schema(self, declared: dict[str, dict[str, Any]]) -> Schema:
        source = Source("schema.yaml", 1, 1)
        return Schema(
            PROJECT,
            {name: Declared(name, CollectionSpec.model_validate(spec), source) for name, spec in declared.items()},
        )


@pytest.fixture
def planning() -> Planning:
    return Planning()


def steps_of(plan: Plan) -> list[tuple[str, str]]:
    return [(step.kind, step.address) for step in plan.steps]


@pytest.fixture
def steps() -> Any:
    return steps_of
