"""A Qdrant client: every call as a method, sync and async, and as a value."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qschema.client import errors, models, requests
    from qschema.client._async.client import AsyncQdrantClient
    from qschema.client._sync.client import QdrantClient

__all__ = ["AsyncQdrantClient", "QdrantClient", "errors", "models", "requests"]

_HOMES = {
    "AsyncQdrantClient": "qschema.client._async.client",
    "QdrantClient": "qschema.client._sync.client",
}


def __getattr__(name: str) -> Any:
    """Load public names on first use: `import qschema.client` costs next to nothing."""
    if home := _HOMES.get(name):
        return getattr(import_module(home), name)
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
