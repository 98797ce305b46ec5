"""What is done to points on their way from one collection to another: declared as data, and carried out in pages."""

from __future__ import annotations

from qschema.apply.transforms.base import Tools, Transform
from qschema.apply.transforms.cache import EmbeddingCache
from qschema.apply.transforms.chain import Transforms

__all__ = ["EmbeddingCache", "Tools", "Transform", "Transforms"]
