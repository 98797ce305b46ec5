"""Bringing an instance to a declaration, as `qschema apply` does, and looking whether it is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hypothesis import settings

from qschema.apply.looking import look
from qschema.apply.planning import plan_for
from qschema.apply.run import apply_plan
from qschema.client import QdrantClient, models
from qschema.planner.plan import Plan
from qschema.planner.steps import Step
from qschema.schema.inspect import inspect
from qschema.schema.live import RESERVED_PREFIX, LiveCollection
from qschema.schema.spec import Schema

IN_SUITE = settings.get_profile("suite").max_examples


def searching(examples: int) -> settings:
    """Return settings for that many examples in the suite, and as many as the profile says in a longer search."""
    chosen = settings.default.max_examples
    return settings(max_examples=examples if chosen == IN_SUITE else chosen)


@dataclass(frozen=True)
class Instance:
    """An instance that belongs to one example.

    Attributes:
        client: The way to it.
        place: What its ledger is known by as long as there is none.
    """

    client: QdrantClient
    place: str = ":memory:"

    def plan(self, schema: Schema, granted: Iterable[str] = ()) -> Plan:
        return plan_for(self.client, schema, place=self.place, granted=granted)

    def settle(self, schema: Schema, granted: Iterable[str] = ()) -> Plan:
        """Apply what is planned; afterwards nothing is left to do. Return the plan that was applied."""
        plan = self.plan(schema, granted)
        assert not plan.impossible
        apply_plan(self.client, plan, place=self.place)
        again = self.plan(schema, granted)
        assert again.idle, (again.changes, again.records)
        return plan

    def collections(self) -> dict[str, LiveCollection]:
        """Return what the instance shows by now, by physical name."""
        return dict(inspect(self.client).collections)

    def aliases(self) -> list[models.AliasDescription]:
        """Return the aliases, without those of the ledger."""
        return [one for one in self.client.get_aliases().aliases if not one.alias_name.startswith(RESERVED_PREFIX)]

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
