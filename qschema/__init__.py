"""qschema: schema and migrations for the Qdrant vector database, with a full client inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qschema._version import __version__

if TYPE_CHECKING:
    from qschema.api import (
        aapply,
        ahistory,
        aplan,
        aplan_rollback,
        apply,
        arollback,
        astatus,
        history,
        plan,
        plan_rollback,
        rollback,
        status,
    )
    from qschema.client import AsyncQdrantClient, QdrantClient
    from qschema.errors import QschemaError

__all__ = [
    "AsyncQdrantClient",
    "QdrantClient",
    "QschemaError",
    "__version__",
    "aapply",
    "ahistory",
    "aplan",
    "aplan_rollback",
    "apply",
    "arollback",
    "astatus",
    "history",
    "plan",
    "plan_rollback",
    "rollback",
    "status",
]

_HOMES = {
    "QdrantClient": "qschema.client",
    "AsyncQdrantClient": "qschema.client",
    "QschemaError": "qschema.errors",
    **dict.fromkeys(("plan", "plan_rollback", "rollback", "status", "history"), "qschema.api"),
    **dict.fromkeys(("aplan", "aapply", "aplan_rollback", "arollback", "astatus", "ahistory"), "qschema.api"),
}


def __getattr__(name: str) -> Any:
    """Load public names on first use: `import qschema` costs next to nothing."""
    from importlib import import_module

    if home := _HOMES.get(name):
        return getattr(import_module(home), name)
    if name == "apply":
        return import_module("qschema.apply")  # the package can be called
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
