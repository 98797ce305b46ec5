"""What an application does about its collections when it starts: it makes what is missing, and nothing else."""

from __future__ import annotations

import shlex
import time
from dataclasses import replace

from qschema.apply.applied import read_applied
from qschema.apply.errors import NotEnsuredError, StalePlanError
from qschema.apply.identity import shown
from qschema.apply.in_thread import in_thread
from qschema.apply.place import Place, Where, place_of
from qschema.apply.planning import plan_for
from qschema.apply.run import Outcome, apply_plan
from qschema.apply.watching import Stop
from qschema.client import AsyncQdrantClient, QdrantClient
from qschema.planner.change import ChangeClass
from qschema.planner.plan import Plan
from qschema.planner.steps import Step
from qschema.schema.errors import MissingKeyError
from qschema.schema.objects import Objects, schema_of
from qschema.schema.source import Source
from qschema.schema.spec import CollectionSpec, Declared, Schema

LOCK_SECONDS = 60.0
"""How long to wait for others by default: applications are often started by the dozen."""


def ensure(
    objects: Objects,
    *,
    client: QdrantClient | AsyncQdrantClient,
    project: str,
    lock_timeout: float = LOCK_SECONDS,
    stop: Stop | None = None,
) -> Outcome:
    """Make what is missing of collections: a collection, its indexes, named vectors, shard keys and aliases.

    What is there and not declared here is left alone: a newer version of the application may have it. Of many who do
    this at once each waits for its turn, and most then find nothing to do. If nothing is missing, nothing is written,
    and a key that only reads is enough.

    Args:
        objects: What declares the collections.
        client: The instance.
        project: The project that they belong to.
        lock_timeout: Seconds to wait for another run to end.
        stop: Tells when to stop, between two steps.

    Returns:
        What came of it; without a run if nothing was missing.

    Raises:
        NotEnsuredError: Something is there and isn't as declared; nothing was changed.
        SchemaError: There are mistakes in the declaration.
        LockedError: Another run is still at work when the time is up.
        ApplyError: It can't be carried out; `qschema.apply.run.apply_plan` lists the kinds.
        QdrantError: The instance can't be read.
    """
    place = place_of(None, **Where(client=client))
    wanted = schema_of(project, objects)
    if not wanted.collections:
        raise MissingKeyError("no collection is declared that could be made", fix="give a class that isn't abstract")
    end = time.monotonic() + lock_timeout
    with place.opened() as opened:
        while True:
            plan = _plan(opened, wanted, place)
            if plan is None:
                return Outcome()
            try:
                return apply_plan(
                    opened, plan, place=str(place), alone=place.alone, lock_timeout=lock_timeout, stop=stop
                )
            except StalePlanError:  # others were at work since; often they have done the same
                if time.monotonic() > end:
                    raise


aensure = in_thread(ensure)


def _plan(client: QdrantClient, wanted: Schema, place: Place) -> Plan | None:
    """Return the plan that makes what is missing; None if nothing is."""
    schema = _with_the_applied(client, wanted)
    plan = plan_for(client, schema, place=str(place), only=wanted.collections)
    others = [step for step in plan.steps if not (_adds(step) or _removes(step) or step.kind == "adopt_collection")]
    if others or plan.impossible:
        where = f"{'--url' if place.url else '--path'} {shlex.quote(shown(str(place)))}"
        raise NotEnsuredError(plan, others, where, wanted.collections)
    missing = [step.address for step in plan.steps if _adds(step)]
    if not missing:
        return None
    if not any(_removes(step) for step in plan.steps):
        return plan
    return plan_for(client, schema, place=str(place), only=missing)


def _adds(step: Step) -> bool:
    caused = step.causes and all(change.kind is ChangeClass.CREATE for change in step.causes)
    return bool(caused) and (step.sign == "+" or step.completes)


def _removes(step: Step) -> bool:
    return bool(step.causes) and all(change.kind is ChangeClass.DESTROY for change in step.causes)


def _with_the_applied(client: QdrantClient, wanted: Schema) -> Schema:
    """Return a declaration of all that the project has: what is applied and not declared here isn't to go."""
    applied = read_applied(client, wanted.project) or {}
    nowhere = Source("", 0, 0)
    others = {
        name: Declared(name, CollectionSpec.model_validate(spec), nowhere)
        for name, spec in applied.items()
        if name not in wanted.collections
    }
    return replace(wanted, collections={**others, **wanted.collections})
