"""What it takes from one declaration to the next, on an instance that is as the first one says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qschema.client.gate_table import FIELDS, VALUES
from qschema.planner.plan import Plan
from qschema.planner.planner import make_plan
from qschema.planner.render_values import compact
from qschema.planner.render_view import Item, items_of
from qschema.schema.live import LiveCollection, LiveInstance, Mark
from qschema.schema.spec import Schema

_NEWEST = "{}.{}.0".format(*max((*FIELDS.values(), *VALUES.values())))
"""The newest Qdrant that anything here is about: which server there is, is not known before there is one."""


def plan_between(before: Schema, after: Schema, granted: Iterable[str] = ()) -> Plan:
    """Return the plan from one declaration to another.

    Args:
        before: What counts as applied.
        after: What is wanted.
        granted: Addresses whose destruction is allowed.
    """
    live = {
        name: LiveCollection(name, one.spec, Mark(before.project, name, 1)) for name, one in before.collections.items()
    }
    aliases = {alias: name for name, one in before.collections.items() for alias in one.spec.aliases or ()}
    applied = {name: one.spec.as_json() for name, one in before.collections.items()}
    return make_plan(after, LiveInstance(_NEWEST, live, aliases), applied, granted=granted)


def words_of(plan: Plan) -> Iterator[str]:
    """Yield what a plan does, a line for each thing: `+ articles/payload_indexes/tenant: create the index`."""
    for item in items_of(plan):
        yield "; ".join((f"{item.kind.value} {item.address}: {item.words}", *_changes(item)))


def _changes(item: Item) -> Iterator[str]:
    for change in item.causes:
        below = change.address.removeprefix(item.address).lstrip("/")
        yield f"{below} {_value(change.before)} → {_value(change.after)}".lstrip()


def _value(value: object) -> str:
    return "none" if value is None else compact(value)
