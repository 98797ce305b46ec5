"""Looking at an instance: at all of it, or at as much as one step is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qschema.apply.patience import read
from qschema.client import QdrantClient
from qschema.planner.steps import ALIAS_STEPS, CloneCollection, GiveWay, Step
from qschema.schema.inspect import inspect, inspect_only
from qschema.schema.live import LiveInstance


def look_around(client: QdrantClient, collections: Iterable[str], aliases: Iterable[str]) -> LiveInstance:
    """Read the whole instance; see `inspect`.

    Args:
        client: The instance.
        collections: The declared names.
        aliases: The declared aliases.
    """
    names = (*collections, *sorted(aliases))
    return read(lambda: inspect(client, names))


def look(client: QdrantClient, step: Step) -> LiveInstance:
    """Read what a step is about: its collection, one that has its alias's name, and the other one of a replacement."""
    names = [step.collection]
    if isinstance(step, ALIAS_STEPS):
        names.append(step.alias)
    if isinstance(step, CloneCollection):
        names.append(step.source)
    if isinstance(step, GiveWay):
        names.append(step.successor)
    return read(lambda: inspect_only(client, names))


def image_of(step: Step, live: LiveInstance) -> dict[str, Any]:
    """Return what a step is about to change, as it is: its collection, if it is there, and the aliases around it."""
    about = {step.alias} if isinstance(step, ALIAS_STEPS) else set()
    return collection_image(step.collection, live, about)


def collection_image(collection: str, live: LiveInstance, about: Iterable[str] = ()) -> dict[str, Any]:
    """Return a collection as it is, if it is there, and the aliases around it and around some other names."""
    there = live.collections.get(collection)
    about = {collection, *about}
    return {
        "collection": there
        and {
            "spec": there.spec.as_json(),
            "mark": there.mark and there.mark._asdict(),
            "points": there.points,
        },
        "aliases": {alias: target for alias, target in live.aliases.items() if about & {alias, target}},
    }
