"""Trying on scratch names whether an alias wins over a collection of its name, before a plan relies on it.

That it does is no promise of the server's, but what it has been seen to do (Qdrant 1.16.3 and 1.19.0, clusters too).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial

from qschema.apply.failpoints import reached
from qschema.apply.patience import UNANSWERED, poll
from qschema.apply.reindex.errors import NoShadowingError
from qschema.client import QdrantClient, models
from qschema.client.errors import Forbidden, QdrantError
from qschema.planner.steps import ShadowCollection, Step
from qschema.schema.live import RESERVED_PREFIX

_SECONDS = 10.0
"""How long a peer of a cluster may take to hear of an alias."""


def check_shadowing(client: QdrantClient, project: str, steps: Iterable[Step]) -> None:
    """Try it, if a step is to put an alias before a collection; what is made for that is removed in any case.

    What a run that was killed has left is removed by the next one of the project, whatever that is to do.

    Args:
        client: The instance. The caller holds the project's lock, so nobody else has these names.
        project: The project.
        steps: What is to be carried out.

    Raises:
        NoShadowingError: It doesn't hold here.
        QdrantError: A call failed.
    """
    old = f"{RESERVED_PREFIX}_shadowing_{project}"
    shadow = ShadowCollection(collection=f"{old}_next", address=project, alias=old)
    is_needed = any(isinstance(step, ShadowCollection) for step in steps)
    if is_needed or _is_left(client, shadow):
        _remove(client, shadow)
    if not is_needed:
        return
    try:
        if why := next(_faults(client, shadow), ""):
            raise NoShadowingError(why)
    finally:
        with suppress(QdrantError):
            _remove(client, shadow)


def _faults(client: QdrantClient, shadow: ShadowCollection) -> Iterator[str]:
    """Yield what isn't as it has to be: the old collection is empty, and the next one has a point."""
    for name in (shadow.alias, shadow.collection):
        client.create_collection(name, vectors_config={}, shard_number=1)
    client.upsert(shadow.collection, [models.PointStruct(id=1, vector={})])
    reached("shadowing", "after-creating")
    trials: tuple[tuple[str, Callable[[], object], int], ...] = (
        ("an alias does not win over the collection of its name", lambda: _send(client, shadow), 1),
        ("without the alias, the collection is not back", lambda: _send(client, shadow.inverse()), 0),
        ("an alias does not win a second time", lambda: _send(client, shadow), 1),
        ("the alias goes with the collection that it hides", lambda: client.delete_collection(shadow.alias), 1),
    )
    for fault, act, points in trials:
        if refused := _refused(act):
            yield f"{fault} ({refused})"
        reached("shadowing", f"at-{points}")
        if not poll(partial(_shows, client, shadow.alias, points), _SECONDS):
            yield fault


def _shows(client: QdrantClient, name: str, points: int) -> bool:
    """Tell whether what is reached by a name has so many points."""
    return client.count(name).count == points


def _refused(act: Callable[[], object]) -> str:
    """Do something; return why the instance refuses it, which isn't for want of permission."""
    try:
        act()
    except (*UNANSWERED, Forbidden):
        raise
    except QdrantError as error:
        return error.what
    return ""


def _send(client: QdrantClient, step: Step) -> None:
    for request in step.requests():
        client.send(request)


def _is_left(client: QdrantClient, shadow: ShadowCollection) -> bool:
    """Tell whether an earlier run has left something; a key that may not look can't have made it."""
    with suppress(Forbidden):
        return client.collection_exists(shadow.collection) or client.collection_exists(shadow.alias)
    return False


def _remove(client: QdrantClient, shadow: ShadowCollection) -> None:
    aliases = (shadow.alias, shadow.passing_alias)
    client.update_collection_aliases(
        [models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=alias)) for alias in aliases]
    )
    for name in (shadow.alias, shadow.collection):
        client.delete_collection(name)
