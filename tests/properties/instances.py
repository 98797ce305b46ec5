"""Bringing an instance to a declaration, as `qschema apply` does, and looking whether it is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from hypothesis import settings

from qschema.apply.looking import look
from qschema.apply.planning import plan_for
from qschema.apply.reindex.plans import plan_cleanup
from qschema.apply.run import apply_plan
from qschema.client import QdrantClient, models, requests
from qschema.client.requests import Request
from qschema.planner.names import by_declared_name, generations
from qschema.planner.plan import Plan
from qschema.planner.steps import Step
from qschema.schema.inspect import inspect
from qschema.schema.live import RESERVED_PREFIX, LiveCollection
from qschema.schema.spec import Schema

_QUESTIONS = (requests.RetrievePoints, requests.ScrollPoints, requests.CountPoints)
"""Requests that change nothing, though they aren't a GET."""

IN_SUITE = settings.get_profile("suite").max_examples


def searching(examples: int) -> settings:
    """Return settings for that many examples in the suite, and as many as the profile says in a longer search."""
    chosen = settings.default.max_examples
    return settings(max_examples=examples if chosen == IN_SUITE else chosen)


def is_question(request: Request[Any]) -> bool:
    """Tell whether a request changes nothing."""
    return request.rest.verb == "GET" or isinstance(request, _QUESTIONS)


@dataclass(frozen=True)
class Instance:
    """An instance that belongs to one example.

    Attributes:
        client: The way to it.
        place: What its ledger is known by as long as there is none.
    """

    client: QdrantClient
    place: str = ":memory:"

    def plan(
        self, schema: Schema, granted: Iterable[str] = (), *, prune: bool = False, refresh_only: bool = False
    ) -> Plan:
        said: dict[str, Any] = {"granted": granted, "prune": prune, "refresh_only": refresh_only}
        return plan_for(self.client, schema, place=self.place, **said)

    def settle(self, schema: Schema, granted: Iterable[str] = ()) -> Plan:
        """Apply what is planned; afterwards nothing is left to do. Return the plan that was applied."""
        self._remove_older(schema)
        plan = self.plan(schema, granted)
        assert not plan.impossible
        apply_plan(self.client, plan, place=self.place)
        again = self.plan(schema, granted)
        assert again.idle, (again.changes, again.records)
        return plan

    def _remove_older(self, schema: Schema) -> None:
        """Remove the older generations of what is no longer declared; before that it isn't deleted."""
        instance = inspect(self.client)
        for name in by_declared_name(schema.project, instance).keys() - schema.collections.keys():
            if len(generations(schema.project, name, instance)) > 1:
                apply_plan(
                    self.client, plan_cleanup(self.client, schema.project, name, place=self.place), place=self.place
                )

    def collections(self) -> dict[str, LiveCollection]:
        """Return what the instance shows by now, by the name that is declared where a copy has taken its place."""
        return {one.mark.collection if one.mark else one.name: one for one in inspect(self.client).collections.values()}

    def aliases(self) -> list[models.AliasDescription]:
        """Return the aliases, without those of the ledger."""
        return [one for one in self.client.get_aliases().aliases if not one.alias_name.startswith(RESERVED_PREFIX)]

    def everything(self) -> dict[str, Any]:
        """Return all that is there, the ledger and its records too."""
        names = sorted(one.name for one in self.client.get_collections().collections)
        there = {name: (self.client.get_collection(name), self.client.scroll(name, limit=1_000)[0]) for name in names}
        aliases = {one.alias_name: one.collection_name for one in self.client.get_aliases().aliases}
        return {"collections": there, "aliases": aliases}

    @contextmanager
    def sending(self) -> Iterator[list[Request[Any]]]:
        """Keep what is sent meanwhile."""
        sent: list[Request[Any]] = []

        def keep(request: Request[Any], send: Any) -> Any:
            sent.append(request)
            return send(request)

        self.client.interceptors.append(keep)
        try:
            yield sent
        finally:
            self.client.interceptors.remove(keep)

    def carry_out(self, step: Step) -> None:
        """Do one step, without a ledger."""
        if not step.holds(look(self.client, step)):
            assert step.obstacle(look(self.client, step)) == ""
            for request in step.requests():
                self.client.send(request)
        assert step.holds(look(self.client, step))

    def wipe(self) -> None:
        """Delete everything, the ledger too."""
        for one in self.client.get_collections().collections:
            self.client.delete_collection(one.name)
