"""The stages of a search: its query, and the prefetches that it works on."""

from __future__ import annotations

from typing import Any

from qschema.client import models

Stage = models.QueryRequest | models.Prefetch
"""A search, or a search within one."""

_MERGES = (models.FusionQuery, models.RrfQuery, models.FormulaQuery)


def prefetches_of(stage: Stage) -> list[models.Prefetch]:
    """Return the stages that a stage works on."""
    if stage.prefetch is None:
        return []
    return stage.prefetch if isinstance(stage.prefetch, list) else [stage.prefetch]


def merges(query: Any) -> bool:
    """Return whether a query works on the results of prefetches alone."""
    return isinstance(query, _MERGES)
