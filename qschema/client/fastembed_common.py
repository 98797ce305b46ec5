"""What applications know of FastEmbed through the client, under the official client's names."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from pydantic import BaseModel

from qschema.client.coming import no_embedding
from qschema.client.models import SparseVector

_CLASSES = {
    "ImageEmbedding": "fastembed",
    "LateInteractionMultimodalEmbedding": "fastembed",
    "LateInteractionTextEmbedding": "fastembed",
    "SparseTextEmbedding": "fastembed",
    "TextEmbedding": "fastembed",
    "ImageInput": "fastembed.common",
    "OnnxProvider": "fastembed.common",
}
"""Names of FastEmbed → the module that has them."""

_COMING = ("FastEmbedMisc", "IDF_EMBEDDING_MODELS", "SUPPORTED_EMBEDDING_MODELS", "SUPPORTED_SPARSE_EMBEDDING_MODELS")
"""Names that come with inference on this side."""


class QueryResponse(BaseModel, extra="forbid"):
    """A hit as the official client's own `query` once returned it; kept for the code that names the type."""

    id: str | int
    embedding: list[float] | None
    sparse_embedding: SparseVector | None = None
    metadata: dict[str, Any]
    document: str
    score: float


def __getattr__(name: str) -> Any:
    """Return FastEmbed's classes, or None where it isn't installed; it is only loaded when asked for."""
    if name in _CLASSES:
        return _of_fastembed(name)
    if name in _COMING:
        raise no_embedding(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@cache
def _of_fastembed(name: str) -> Any:
    try:
        return getattr(import_module(_CLASSES[name]), name)
    except ImportError:
        return None
