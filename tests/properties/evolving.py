"""Pairs of schemas of which the second is what the first may become."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from qschema.client.gate_table import Version
from qschema.schema.spec import CollectionSpec, Declared, Schema
from tests.strategies.specs import collection_specs, schemas

_FIXED = ("vectors", "shard_number", "sharding_method", "wal_config")
"""Parts of which most changes take a new collection."""


@st.composite
def evolutions(draw: st.DrawFn, *, server: Version = (1, 19), custom_sharding: bool = True) -> tuple[Schema, Schema]:
    """Two schemas of one project; most collections of the first are in the second, with other settings and members."""
    said: dict[str, Any] = {
        "tame": True, "server": server, "destroyable": True, "custom_sharding": custom_sharding,
    }  # fmt: skip
    before = draw(schemas(**said))
    after = draw(schemas(**said, max_collections=2))
    collections = dict(after.collections)
    taken = {alias for one in collections.values() for alias in one.spec.aliases or ()}
    for name, one in before.collections.items():
        if name in collections or draw(st.integers(0, 3)) == 0:
            continue
        parts = _changed(draw, one.spec, draw(collection_specs(**said)))
        if parts.get("sharding_method") == "custom" and server < (1, 19):
            parts.pop("payload_indexes", None)  # before there are shard keys, 1.16.3 refuses indexes
        spec = CollectionSpec.model_validate(_agreeing(parts, taken))
        taken |= set(spec.aliases or ())
        collections[name] = Declared(name, spec, one.source)
    return before, Schema(after.project, collections)


def _changed(draw: st.DrawFn, old: CollectionSpec, new: CollectionSpec) -> dict[str, Any]:
    """Take some parts of a declaration from another one, and drop some."""
    was, will = old.as_json(), new.as_json()
    parts = dict(was)
    for key in sorted({*was, *will}):
        often = 1 if key in _FIXED else 3
        if draw(st.integers(0, 5)) < often:
            parts.pop(key, None)
            if key in will:
                parts[key] = will[key]
    return parts


def _agreeing(parts: dict[str, Any], taken: set[str]) -> dict[str, Any]:
    """Take out what parts of two declarations say against each other."""
    vectors = parts.get("vectors") or {}
    if "sparse_vectors" in parts and not isinstance(vectors.get("size"), int):
        parts["sparse_vectors"] = {
            name: params for name, params in parts["sparse_vectors"].items() if name not in vectors
        }
    if "payload" in parts:
        parts.pop("on_disk_payload", None)
    if "aliases" in parts:
        parts["aliases"] = [alias for alias in parts["aliases"] if alias not in taken]
    return parts
