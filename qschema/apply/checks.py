"""What has to be so before a plan is carried out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.apply.errors import ImpossiblePlanError, OldServerError, RefusedError, StalePlanError
from qschema.client import QdrantClient
from qschema.client.gates import version_of
from qschema.planner.plan import Plan, fingerprint
from qschema.planner.planner import OLDEST, live_fingerprint
from qschema.schema.live import LiveInstance
from qschema.schema.peers import peers_of


def check_plan(plan: Plan) -> None:
    """Make sure that a plan can be carried out at all.

    Raises:
        ImpossiblePlanError: Something in it is impossible.
        RefusedError: It destroys what nobody allowed to be destroyed.
    """
    if plan.impossible:
        raise ImpossiblePlanError(plan)
    if plan.refused:
        raise RefusedError(plan)


def check_server(client: QdrantClient) -> None:
    """Make sure that the server, and each peer of its cluster, is one to which changes are made.

    Raises:
        OldServerError: It is too old.
    """
    versions = (client.info().version, *filter(None, peers_of(client).values()))
    if version_of(oldest := min(versions, key=version_of)) < OLDEST:
        raise OldServerError(oldest)


def check_fresh(plan: Plan, instance: LiveInstance, applied: Mapping[str, Any] | None) -> None:
    """Make sure that what a plan was made from still holds.

    Args:
        plan: The plan.
        instance: What the instance shows now.
        applied: What was applied last, as of now.

    Raises:
        StalePlanError: Something has changed.
    """
    if live_fingerprint(plan.project, plan.collections, plan.aliases, instance) != plan.live:
        raise StalePlanError(
            "somebody changed one of the plan's collections, or an alias of theirs, after it was made"
            if instance.version == plan.server
            else f"Qdrant {plan.server} was there when it was made, and now it is {instance.version}"
        )
    if fingerprint(applied or {}) != plan.applied:
        raise StalePlanError("another plan of this project was applied after it was made")
