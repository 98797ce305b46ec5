from __future__ import annotations

from tests.live.client.test_service import (
    test_collections_are_recreated,
    test_figures,
    test_health,
    test_issues,
    test_quotas,
)

__all__ = [
    "test_collections_are_recreated",
    "test_figures",
    "test_health",
    "test_issues",
    "test_quotas",
]
