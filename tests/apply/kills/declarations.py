"""Declarations between which every kind of step lies."""

from __future__ import annotations

from typing import Any

TEXT = {"size": 4, "distance": "Cosine"}
PLAIN = {"vectors": {"size": 4, "distance": "Dot"}}

BEFORE: dict[str, Any] = {
    "articles": {
        "vectors": {"text": TEXT},
        "payload_indexes": {"tenant": {"type": "keyword"}},
        "aliases": ["docs"],
    },
    "old_name": PLAIN,
}

REVERSIBLE: dict[str, Any] = {
    "articles": {
        "vectors": {"text": TEXT, "image": TEXT},
        "hnsw_config": {"m": 24},
        "payload_indexes": {"year": {"type": "integer"}},
        "aliases": ["texts"],
    },
    "new_name": {**PLAIN, "renamed_from": "old_name"},
    "new": PLAIN,
    "found": PLAIN,
}
"""Taken back without a loss. `found` is there already, unmarked."""

WITH_LOSS_BEFORE: dict[str, Any] = {
    "articles": {"vectors": {"text": TEXT, "image": TEXT}, "payload_indexes": {"tenant": {"type": "keyword"}}},
    "gone": PLAIN,
}
WITH_LOSS: dict[str, Any] = {"articles": {"vectors": {"text": TEXT}, "payload_indexes": {"year": {"type": "integer"}}}}
"""Deletes the collection `gone` and the vector `image`."""
