"""The desired state: a project's files, the declarations in them, and an instance read into the same types."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qschema.schema.loader import load_schema
    from qschema.schema.project import Environment, Project, load_project
    from qschema.schema.secrets import redact

__all__ = ["Environment", "Project", "load_project", "load_schema", "redact"]

_HOMES = {
    "Environment": "qschema.schema.project",
    "Project": "qschema.schema.project",
    "load_project": "qschema.schema.project",
    "load_schema": "qschema.schema.loader",
    "redact": "qschema.schema.secrets",
}


def __getattr__(name: str) -> Any:
    """Load public names on first use."""
    if home := _HOMES.get(name):
        return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
