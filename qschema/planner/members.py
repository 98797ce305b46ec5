"""Comparing payload indexes: a bare type and an object that spells the defaults out are the same index."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.planner.compare import drop_contradiction
from qschema.planner.paths import overlay, same

_DEFAULTS: dict[str, Any] = {
    "is_tenant": False,
    "is_principal": False,
    "prefix": False,
    "lookup": True,
    "range": True,
    "enable_hnsw": True,
    "tokenizer": "word",
    "lowercase": True,
    "ascii_folding": False,
    "phrase_matching": False,
}
"""What an option of an index means that is left out (lib/segment/src/data_types/index.rs of Qdrant 1.19.0)."""


def _meaning(index: Mapping[str, Any], option: str) -> Any:
    if option in ("on_disk", "memory"):
        return index.get("memory") or ("cold" if index.get("on_disk") else "pinned")
    value = index.get(option)
    if option == "stopwords" and isinstance(value, Mapping):
        return {key: sorted(words) for key, words in value.items() if words}  # a set: servers sort it
    if option == "stopwords" and value is not None:
        return {"languages": [value]}
    return _DEFAULTS.get(option) if value is None else value


def same_index(wanted: Mapping[str, Any], found: Mapping[str, Any] | None) -> bool:
    """Tell whether an index is as wanted; options that are not said don't matter."""
    return found is not None and all(same(_meaning(wanted, option), _meaning(found, option)) for option in wanted)


def merged_index(wanted: Mapping[str, Any], found: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the index object to send: undeclared options of an index of the same type keep their values."""
    if found is None or found["type"] != wanted["type"]:
        return dict(wanted)
    return drop_contradiction(overlay(found, wanted), wanted)
