"""The modifiers of sparse vectors, which every segment has written down for itself.

A modifier says what happens to values when they are searched, so that changing it takes no rebuild; but the engine
refuses to open segments that say something else than its settings (qdrant-edge-py 0.9.0).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qschema.client.embedded.files import Files, read_document


def write_modifiers(folder: Path, sparse_vectors: dict[str, Any]) -> None:
    """Give the sparse vectors of all segments of a shard, which must not be open, the modifiers of its settings."""
    for path in sorted(folder.glob("segments/*/segment.json")):
        state = read_document(path)
        stored = state["config"].get("sparse_vector_data", {})
        known = stored.keys() & sparse_vectors.keys()
        changed = {name: _modified(stored[name], sparse_vectors[name]) for name in known}
        if changed != {name: stored[name] for name in changed}:
            state["config"]["sparse_vector_data"] = {**stored, **changed}
            Files(durable=True).write(path, state)


def _modified(stored: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    plain = {name: value for name, value in stored.items() if name != "modifier"}
    return {**plain, "modifier": wanted["modifier"]} if "modifier" in wanted else plain
