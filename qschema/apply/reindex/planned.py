"""The plan of steps that somebody asked for by name, rather than by a declaration that differs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qschema.apply.applied import read_applied
from qschema.apply.identity import identity
from qschema.apply.reindex.generations import Generations
from qschema.client import QdrantClient
from qschema.planner.change import Change, ChangeClass
from qschema.planner.plan import Plan, fingerprint
from qschema.planner.planner import live_fingerprint
from qschema.planner.steps import AnyStep, DeleteCollection


def planned(
    client: QdrantClient,
    project: str,
    found: Generations,
    steps: Iterable[AnyStep],
    *,
    place: str,
    note: str,
    granted: tuple[str, ...] = (),
    records: dict[str, Any] | None = None,
) -> Plan:
    """Return the plan of some steps that concern the generations of one collection.

    Args:
        client: The instance.
        project: The project.
        found: The generations.
        steps: The steps, in order.
        place: Where the instance is.
        note: What is to be told about it.
        granted: Addresses whose destruction is allowed.
        records: What counts as applied afterwards, if that changes.

    Raises:
        QdrantError: The ledger can't be read.
    """
    applied = read_applied(client, project) or {}
    caused = [(step, _change(step)) for step in steps]
    there = {one.name for one in (found.serving, *found.newer) if one}
    aliases = tuple(alias for alias, target in found.instance.aliases.items() if target in there)
    return Plan(
        project=project,
        target=identity(client, place),
        server=found.instance.version,
        collections=(found.name,),
        aliases=aliases,
        declared="",
        applied=fingerprint(applied),
        live=live_fingerprint(project, (found.name,), aliases, found.instance),
        granted=granted,
        changes=tuple(change for _, change in caused),
        steps=tuple(step.model_copy(update={"causes": (change,)}) for step, change in caused),
        records=records or {},
        notes=(note,),
    )


def _change(step: AnyStep) -> Change:
    kind = ChangeClass.DESTROY if isinstance(step, DeleteCollection) else ChangeClass.IN_PLACE
    return Change(address=step.address, kind=kind)
