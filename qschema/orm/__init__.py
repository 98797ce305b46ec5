"""Model classes: what a collection holds, as a Python class that declares it.

from qschema.orm import Collection, field, vector

class Article(Collection):
    tenant: str = field(is_tenant=True)
    text: list[float] = vector(384, "Cosine")

    class Meta:
        name = "articles"
        hnsw_config = {"m": 24}
"""

from __future__ import annotations

from qschema.orm.collection import Collection
from qschema.orm.fields import field, sparse_vector, vector

__all__ = ["Collection", "field", "sparse_vector", "vector"]
