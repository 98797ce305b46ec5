"""What an instance may show in place of what was declared; written from the measurements, apart from the planner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

MEMBERS = ("vectors", "sparse_vectors", "payload_indexes", "metadata", "aliases")
NOT_SHOWN = ("lifecycle", "renamed_from", "owner", "description")

FILLED_IN = {
    "shard_number",
    "replication_factor",
    "write_consistency_factor",
    "on_disk_payload",
    "hnsw_config",
    "optimizers_config",
    "wal_config",
    "tokenizer",
}
"""What a server shows of a new collection though nobody declared it."""


def told_otherwise(declared: Mapping[str, Any], shown: Mapping[str, Any]) -> list[str]:
    """Return the paths at which a new collection is not what was declared, or has more than was declared.

    Args:
        declared: A declaration as JSON.
        shown: What an instance shows of a collection that was created from it, as JSON.
    """
    wanted = {key: value for key, value in declared.items() if key not in NOT_SHOWN}
    if wanted.get("quantization_config") == "Disabled":
        del wanted["quantization_config"]
    return list(_differing(_by_name(wanted), _by_name(shown)))


def _by_name(spec: Mapping[str, Any]) -> dict[str, Any]:
    vectors = spec.get("vectors")
    unnamed = isinstance(vectors, Mapping) and isinstance(vectors.get("size"), int)
    return {**spec, "vectors": {"": vectors}} if unnamed else dict(spec)


def _differing(declared: Any, shown: Any, at: str = "") -> Iterator[str]:
    if at == "/metadata" or at.startswith("/metadata/"):
        if not _equal(declared or {}, shown or {}, within=1e-15):
            yield at
    elif at.endswith("/embed") and at.count("/") == 3:
        return  # what fills a vector; no server knows of it
    elif at == "/aliases":
        if sorted(declared or []) != sorted(shown or []):
            yield at
    elif at.endswith("/stopwords"):
        if _words(declared) != _words(shown):
            yield at
    elif isinstance(declared, Mapping) or isinstance(shown, Mapping):
        inner, found = declared or {}, shown or {}
        if not isinstance(inner, Mapping) or not isinstance(found, Mapping):
            yield at
            return
        for key in {**inner, **found}:
            yield from _differing(inner.get(key), found.get(key), f"{at}/{key}")
    elif declared is None:
        if not FILLED_IN & set(at.split("/")[1:2] + at.split("/")[-1:]):
            yield at
    elif not _equal(declared, shown, within=1e-6) and not (declared == "auto" and shown is None):
        yield at


def _words(stopwords: Any) -> Any:
    if isinstance(stopwords, str):
        return {"languages": [stopwords]}
    return {key: sorted(set(words)) for key, words in (stopwords or {}).items() if words}


def _equal(a: Any, b: Any, *, within: float) -> bool:
    """Compare JSON values; fractions within a relative distance, because a server stores some in 32 bits."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return a.keys() == b.keys() and all(_equal(a[key], b[key], within=within) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(_equal(x, y, within=within) for x, y in zip(a, b, strict=True))
    if isinstance(a, float) or isinstance(b, float):
        numbers = isinstance(a, (int, float)) and isinstance(b, (int, float))
        return numbers and (a == b or abs(a - b) <= within * max(abs(a), abs(b)))
    return bool(a == b)
