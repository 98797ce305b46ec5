"""Comparing what comes and goes one by one: payload indexes and metadata keys.

An index that is only a type, and one that spells the defaults out, are the same index.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.planner.compare import drop_contradiction
from qschema.planner.paths import same

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
        return {key: sorted(set(words)) for key, words in value.items() if words}  # sets: servers sort them
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
    merged = drop_contradiction({**found, **wanted}, wanted)
    if merged.get("lookup") is merged.get("range") is False:  # servers refuse an index that is good for nothing
        merged = {key: value for key, value in merged.items() if key in wanted or key not in ("lookup", "range")}
    return merged


def same_metadata(wanted: Any, found: Any) -> bool:
    """Tell whether a metadata key is as wanted; a null on top is as good as no key, because a PATCH removes it."""
    return same(wanted, found, within=1e-15)
