"""How PATCH changes a configuration (server 1.19.0, lib/storage/src/content_manager/toc/collection_meta_ops.rs).

The parts are applied one after the other, each for itself: where one fails, those before it stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from qschema.client import models
from qschema.client.embedded.config.creation import optimizers_of, vector_of
from qschema.client.embedded.config.metadata import storable
from qschema.client.embedded.config.plain import Json, plain
from qschema.client.embedded.config.quantization import rounded
from qschema.client.embedded.config.vectors import is_unnamed, named
from qschema.client.errors import BadRequest

_DISABLED = "Disabled"


def patched(config: Mapping[str, Any], body: models.UpdateCollection) -> Iterator[Json]:
    """Yield the configuration after each part that the body has.

    Raises:
        BadRequest: A part names a vector that the collection doesn't have.
    """
    said, now = plain(body), dict(config)
    for name, part in _PARTS:
        if name in said:
            now = part(now, said[name])
            yield now


def _optimizers(config: Json, said: Json) -> Json:
    return {**config, "optimizer_config": config["optimizer_config"] | optimizers_of(said)}


def _params(config: Json, said: Json) -> Json:
    params = config["params"] | said
    if "payload" in said:
        params["payload"] = config["params"].get("payload", {}) | said["payload"]
    return {**config, "params": params}


def _hnsw(config: Json, said: Json) -> Json:
    return {**config, "hnsw_config": config["hnsw_config"] | said}


def _vectors(config: Json, said: Json) -> Json:
    vectors = config["params"]["vectors"]
    merged = dict(named(vectors))
    for name, change in said.items():
        if name not in merged:
            raise BadRequest(f"there is no vector named {name!r} in this collection", status=400)
        merged[name] = _vector(merged[name], change)
    return _with_params(config, vectors=merged[""] if is_unnamed(vectors) else merged)


def _vector(vector: Json, said: Json) -> Json:
    merged = {**vector, **said}
    if "hnsw_config" in said:
        merged["hnsw_config"] = vector.get("hnsw_config", {}) | said["hnsw_config"]
    if said.get("quantization_config") == _DISABLED:
        del merged["quantization_config"]
    return vector_of(merged)


def _quantization(config: Json, said: Json | str) -> Json:
    return {**config, "quantization_config": rounded(said) if isinstance(said, dict) else None}


def _sparse_vectors(config: Json, said: Json) -> Json:
    sparse = config["params"].get("sparse_vectors", {})
    merged = dict(sparse)
    for name, change in said.items():
        if name not in sparse:
            raise BadRequest(f"there is no sparse vector named {name!r} in this collection", status=400)
        merged[name] = {**sparse[name], **change}
        if "index" in change:
            merged[name]["index"] = sparse[name].get("index", {}) | change["index"]
    return _with_params(config, sparse_vectors=merged) if said else config


def _strict_mode(config: Json, said: Json) -> Json:
    return {**config, "strict_mode_config": config.get("strict_mode_config", {}) | said}


def _metadata(config: Json, said: Json) -> Json:
    """Replace keys whole; null takes one away. Where there was none yet, what is said is stored as it is."""
    said = storable(said)
    if "metadata" not in config:
        return {**config, "metadata": said}
    merged = config["metadata"] | said
    return {**config, "metadata": {key: value for key, value in merged.items() if said.get(key, ...) is not None}}


def _with_params(config: Json, **params: Json) -> Json:
    return {**config, "params": config["params"] | params}


_PARTS: tuple[tuple[str, Callable[[Json, Json], Json]], ...] = (
    ("optimizers_config", _optimizers),
    ("params", _params),
    ("hnsw_config", _hnsw),
    ("vectors", _vectors),
    ("quantization_config", _quantization),
    ("sparse_vectors", _sparse_vectors),
    ("strict_mode_config", _strict_mode),
    ("metadata", _metadata),
)
"""In the server's order."""
