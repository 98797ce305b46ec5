"""A plan as JSON for machines; the format is described in `docs/plan-json.md` and carries its own version."""

from __future__ import annotations

from typing import Any

import orjson

from qschema.client.requests import Request
from qschema.client.transports.rest_core import build_call
from qschema.planner.change import Change
from qschema.planner.plan import Plan
from qschema.planner.steps import Step

FORMAT_VERSION = "2.0"
"""Grows in its second part when something is added, in its first when something that was there changes."""


def render_json(plan: Plan) -> dict[str, Any]:
    """Return a plan as a JSON object."""
    return {
        "format_version": FORMAT_VERSION,
        "project": plan.project,
        "target": plan.target,
        "server": plan.server,
        "empty": plan.empty,
        "summary": plan.summary.model_dump(),
        "changes": [_change(change) for change in plan.changes],
        "drift": [change.address for change in plan.drift],
        "steps": [_step(step) for step in plan.steps],
        "adopts": list(plan.adopts),
        "impossible": [{"address": change.address, "reason": change.reason} for change in plan.impossible],
        "refused": [step.address for step in plan.refused],
        "unmanaged": list(plan.unmanaged),
        "notes": list(plan.notes),
        "warnings": [warning.model_dump() for warning in plan.warnings],
        "only": list(plan.only),
        "max_rebuilds": plan.max_rebuilds,
        "refresh_only": plan.refresh_only,
    }


def _change(change: Change) -> dict[str, Any]:
    fields = change.model_dump(mode="json", exclude={"kind"})
    return {"address": fields.pop("address"), "sign": change.kind.value, **fields}


def _step(step: Step) -> dict[str, Any]:
    return {
        "address": step.address,
        "kind": step.kind,
        "sign": step.sign,
        "words": step.words(),
        "destructive": step.destructive,
        "rebuild": step.rebuild,
        "why": [{"address": one.address, "source": one.source, "origin": one.origin.value} for one in step.causes],
        "notice": step.notice()._asdict(),
        "undo": {"kind": step.reversal().kind.value, "how": step.reversal().how},
        "cost": step.cost and step.cost.model_dump(),
        "requests": [_request(request) for request in step.requests()],
    }


def _request(request: Request[Any]) -> dict[str, Any]:
    """Return a request as REST would send it."""
    call = build_call(request, "")
    return {"method": call.method, "path": call.url, "body": None if call.body is None else orjson.loads(call.body)}
