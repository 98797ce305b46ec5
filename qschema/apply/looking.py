"""Looking at as much of an instance as one step is about."""

from __future__ import annotations

from typing import Any

from qschema.client import QdrantClient
from qschema.planner.steps import DeleteAlias, SetAlias, Step
from qschema.schema.inspect import inspect_only
from qschema.schema.live import LiveInstance


def look(client: QdrantClient, step: Step) -> LiveInstance:
    """Read what a step is about: its collection, and a collection that has its alias's name."""
    names = [step.collection]
    if isinstance(step, SetAlias | DeleteAlias):
        names.append(step.alias)
    return inspect_only(client, names)


def image_of(step: Step, live: LiveInstance) -> dict[str, Any]:
    """Return what a step is about to change, as it is: its collection, if it is there, and the aliases around it."""
    there = step.seen(live)
    about = {step.collection}
    if isinstance(step, SetAlias | DeleteAlias):
        about.add(step.alias)
    return {
        "collection": there
        and {
            "spec": there.spec.as_json(),
            "mark": there.mark and there.mark._asdict(),
            "points": there.points,
        },
        "aliases": {alias: target for alias, target in live.aliases.items() if about & {alias, target}},
    }
