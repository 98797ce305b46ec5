"""What the official client's local mode does as a server does; the rest isn't sent to it."""

from __future__ import annotations

import json
from typing import Any

from tests.strategies.calls.creations import SHAPES, Shape


def _is_plain(vector: Any) -> bool:
    return vector.get("datatype", "float32") == "float32" and "quantization_config" not in vector


PLAIN: list[Shape] = [one for one in SHAPES if all(map(_is_plain, one.vectors.values()))]
"""Shapes of collections without narrower numbers: local mode has none."""


def is_agreed(verb: str, path: str, body: Any) -> bool:
    """Return whether local mode answers a call, one that isn't refused, as a server does."""
    place = path.partition("?")[0]
    if verb == "PATCH" or place.startswith("/vectors/") or place.endswith("/offsets"):
        return False  # it has no such call, or forgets what it says
    if place == "/points":
        return not _repeats(body)
    if place == "/points/batch":
        return not any(_repeats(one.get("upsert", {})) for one in body["operations"])
    if place == "/points/query/groups" and "prefetch" in body:
        return False  # it asks for more than a server does, and merges other ranks
    if place == "/facet":
        return False  # it counts values of any kind, whatever the kind of the index
    text = json.dumps(body)
    if '"context": []' in text:
        return False  # it wants at least one pair
    if '"mmr"' in text and '"with_vector": []' in text:
        return False  # a server then says nothing of vectors
    return "relevance_feedback" not in text  # of sparse vectors, and with vectors of other collections


def _repeats(body: Any) -> bool:
    """Return whether points are named twice: local mode returns them twice, and sees its own insertions."""
    ids = body.get("ids") or body.get("batch", {}).get("ids") or [one["id"] for one in body.get("points", ())]
    return len({*map(str, ids)}) < len(ids)
