"""Configurations of collections as a server reports them, and points to write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from qschema.client import models


def config(vectors: Any = None, sparse: Any = None, **more: Any) -> models.CollectionConfig:
    return models.CollectionConfig.model_validate(
        {
            "params": {"vectors": vectors or {}, **({"sparse_vectors": sparse} if sparse else {})},
            "hnsw_config": {"m": 16, "ef_construct": 100, "full_scan_threshold": 10000, "on_disk": False},
            "optimizer_config": {
                "deleted_threshold": 0.2,
                "vacuum_min_vector_number": 1000,
                "default_segment_number": 0,
                "indexing_threshold": 10000,
                "flush_interval_sec": 5,
            },
            **more,
        }
    )


EVERY_KIND = config(
    {
        "d": {"size": 4, "distance": "Cosine"},
        "e": {"size": 3, "distance": "Euclid"},
        "m": {"size": 2, "distance": "Dot", "multivector_config": {"comparator": "max_sim"}},
    },
    {"s": {}, "words": {"modifier": "idf"}},
)
"""A vector of each kind."""


def points(given: Iterable[Any], **more: Any) -> models.PointsList:
    return models.PointsList.model_validate({"points": list(given), **more})
