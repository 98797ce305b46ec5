"""Plans that only tell what somebody changed on an instance since the last apply."""

from __future__ import annotations

from qschema.planner.change import Origin
from qschema.planner.names import Applied
from qschema.planner.plan import Plan
from qschema.planner.planner import make_plan
from qschema.schema.live import LiveInstance
from qschema.schema.secrets import redact
from qschema.schema.source import Source
from qschema.schema.spec import CollectionSpec, Declared, Schema

_LEDGER = Source("the ledger", 1, 1)
_SECRET = "***"
"""What the ledger has in place of a secret."""


def drift_plan(schema: Schema, instance: LiveInstance, applied: Applied | None, *, target: str = "") -> Plan:
    """Compare an instance with what was applied last, whatever the declaration says by now.

    Args:
        schema: The declaration; it says where things are declared.
        instance: What the instance shows.
        applied: What was applied last; None if the ledger can't be read, and then nobody knows of any drift.
        target: What tells this instance from others.
    """
    last = applied or {}
    then = Schema(schema.project, {name: _declared(schema, name, dict(spec)) for name, spec in last.items()})
    plan = make_plan(then, instance, applied, target=target)
    told = tuple(
        change.model_copy(update={"origin": Origin.DRIFT})
        for change in plan.changes
        if _SECRET not in str(redact(change.after))
    )
    return plan.model_copy(
        update={
            "changes": told,
            "steps": (),
            "records": {},
            "adopts": (),
            "warnings": (),
            "unmanaged": (),
            "refresh_only": True,
        }
    )


def _declared(schema: Schema, name: str, spec: dict[str, object]) -> Declared:
    now = schema.collections.get(name)
    read = CollectionSpec.model_validate(spec)
    return Declared(name, read, now.source if now else _LEDGER, now.sources if now else {})
