"""The shape in which the planner looks at a collection: vectors by name, the unnamed one under the empty name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.schema.spec import NEVER_COMPARED

UNNAMED = ""

PARTS = ("vectors", "sparse_vectors")
"""Where vectors stand in a declaration."""

DOTS = (".", "..")
"""Names that no URL can carry: as a part of a path they mean a folder, however they are written (RFC 3986)."""


def by_name(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a declaration's JSON with its vectors by name."""
    vectors = spec.get("vectors")
    return {**spec, "vectors": {UNNAMED: vectors}} if is_unnamed(vectors) else dict(spec)


def as_declared(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Undo `by_name`: a lone vector under the empty name stands for itself again."""
    vectors = spec.get("vectors")
    return {**spec, "vectors": vectors[UNNAMED]} if vectors and UNNAMED in vectors else dict(spec)


def is_unnamed(vectors: Any) -> bool:
    """Tell a single vector's parameters from a map of named ones (`size` may be the name of a vector)."""
    return isinstance(vectors, Mapping) and isinstance(vectors.get("size"), int)


def create_body(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a declaration a create call takes; members beside it and our own keys are left out."""
    left_out = {"payload_indexes", "aliases", "shard_keys", *NEVER_COMPARED, *ONLY_BY_PATCH}
    return {
        key: without_embed(value) if key in ("vectors", "sparse_vectors") else value
        for key, value in as_declared(spec).items()
        if key not in left_out and not (key == "quantization_config" and value == "Disabled")
    }


def without_embed(vectors: Any) -> Any:
    """Return the parameters of a vector, or of several by name, without what fills them: no server knows of it."""
    if is_unnamed(vectors):
        return {key: value for key, value in vectors.items() if key != "embed"}
    return {name: {key: value for key, value in one.items() if key != "embed"} for name, one in vectors.items()}


ONLY_BY_PATCH = ("read_fan_out_factor", "read_fan_out_delay_ms")
"""Settings that a create call ignores (lib/collection/src/config.rs of Qdrant 1.19.0)."""

PARAMS = (*ONLY_BY_PATCH, "replication_factor", "write_consistency_factor", "on_disk_payload", "payload", "id_tracker")
"""Settings at the top of a declaration that a PATCH wants under `params`."""


def patch_body(fragment: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body of an update call for a fragment of a declaration (vectors by name)."""
    body: dict[str, Any] = {}
    for key, value in fragment.items():
        if key in PARAMS:
            body.setdefault("params", {})[key] = value
        else:
            body[key] = value
    return body
