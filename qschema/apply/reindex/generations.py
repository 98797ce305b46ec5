"""The generations of a declared collection that are there, and which of them serves."""

from __future__ import annotations

from dataclasses import dataclass

from qschema.apply.reindex.mirrors import standing_name
from qschema.client import QdrantClient
from qschema.planner.names import by_declared_name
from qschema.schema.inspect import inspect, inspect_only
from qschema.schema.live import LiveCollection, LiveInstance


@dataclass(frozen=True)
class Generations:
    """The generations of a collection.

    Attributes:
        name: The declared name.
        instance: What the instance shows.
        serving: The one that the name leads to.
        older: Those before it, the newest first.
        newer: Those after it, the oldest first: copies that are under way, or were given up.
        hidden: The one among the older that an alias hides, as it is seen by another alias; None if none is.
    """

    name: str
    instance: LiveInstance
    serving: LiveCollection | None
    older: tuple[LiveCollection, ...] = ()
    newer: tuple[LiveCollection, ...] = ()
    hidden: LiveCollection | None = None


def generations_of(client: QdrantClient, project: str, name: str) -> Generations:
    """Return the generations of a declared collection.

    Args:
        client: The instance.
        project: The project.
        name: The declared name.

    Raises:
        QdrantError: The instance can't be read.
    """
    instance = inspect(client, (name,))
    serving = by_declared_name(project, instance).get(name)
    own = [
        one
        for one in instance.collections.values()
        if one.mark and (one.mark.project, one.mark.collection) == (project, name)
    ]
    hidden = _hidden(client, name) if name in instance.shadowed else None
    own += [hidden] if hidden and hidden.mark and hidden.mark.project == project else []
    now = serving.mark.generation if serving and serving.mark else 0
    in_order = sorted((one for one in own if one.mark), key=_generation)
    return Generations(
        name,
        instance,
        serving,
        tuple(one for one in reversed(in_order) if _generation(one) < now),
        tuple(one for one in in_order if _generation(one) > now),
        hidden,
    )


def _hidden(client: QdrantClient, name: str) -> LiveCollection | None:
    """Return the collection that an alias of its name hides, by the alias that was made for that."""
    standing = standing_name(name)
    return inspect_only(client, (standing,)).collections.get(standing)


def _generation(one: LiveCollection) -> int:
    return one.mark.generation if one.mark else 0
