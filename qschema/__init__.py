"""qschema: schema and migrations for the Qdrant vector database, with a full client inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qschema._version import __version__

if TYPE_CHECKING:
    from qschema.client import AsyncQdrantClient, QdrantClient
    from qschema.errors import QschemaError

__all__ = ["AsyncQdrantClient", "QdrantClient", "QschemaError", "__version__"]

_HOMES = {
    "QdrantClient": "qschema.client",
    "AsyncQdrantClient": "qschema.client",
    "QschemaError": "qschema.errors",
}


def __getattr__(name: str) -> Any:
    """Load public names on first use: `import qschema` costs next to nothing."""
    if home := _HOMES.get(name):
        from importlib import import_module

        return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
