"""What tells one instance from others: the id of its ledger, or before there is one, the place where it is."""

from __future__ import annotations

from qschema.apply.errors import OtherTargetError
from qschema.apply.ledger import Ledger
from qschema.client import QdrantClient
from qschema.client.errors import Forbidden
from qschema.planner.plan import Plan
from qschema.schema.secrets import redact, remember_url


def identity(client: QdrantClient, place: str) -> str:
    """Return what tells an instance from others.

    Args:
        client: The instance.
        place: Its URL or its folder.
    """
    return ledger_id(client) or shown(place)


def check_target(client: QdrantClient, plan: Plan, place: str) -> None:
    """Make sure that a plan was made for an instance.

    A plan that was made before there was a ledger knows the instance by its place, even if there is a ledger by now.

    Raises:
        OtherTargetError: It was made for another one.
    """
    if plan.target not in (ledger_id(client), shown(place)):
        raise OtherTargetError(plan.target, shown(place))


def ledger_id(client: QdrantClient) -> str | None:
    """Return the id of an instance's ledger; None if there is none, or if this key may not read it."""
    try:
        meta = Ledger(client).meta()
    except Forbidden:
        return None
    return meta.ledger if meta else None


def shown(place: str) -> str:
    """Return a place as it can be shown and saved, without a password that stands in its URL."""
    remember_url(place)
    return redact(place).rstrip("/")
