"""What the engine is told in place of settings that would end the process.

A server stores them, and dies at the first segment that it builds with them. Here they are stored and shown as well,
but the engine never sees more than it can do (measured with qdrant-edge-py 0.9.0: the process aborts from about
10^9 links for each point, and hangs with as many threads).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from qschema.client.embedded.config.plain import Json
from qschema.client.embedded.config.vectors import is_unnamed
from qschema.client.errors import ValidationFailed

_MOST_LINKS = 4096
"""Far above what is ever useful; a point with as many links fills its 16 kB."""

_MOST: Json = {"m": _MOST_LINKS, "payload_m": _MOST_LINKS, "max_indexing_threads": os.cpu_count() or 1}


_MOST_SHARDS = 1000


def check_shards(config: Mapping[str, Any]) -> None:
    """Check how many shards a collection to be created is to have.

    Raises:
        ValidationFailed: More than can be listed; a server tries to make them all, and runs out of files.
    """
    if config["params"]["shard_number"] > _MOST_SHARDS:
        raise ValidationFailed(f"shard_number: the embedded engine takes at most {_MOST_SHARDS}", status=422)


def within_reach(config: Mapping[str, Any]) -> Json:
    """Return a configuration in which every number is one that the engine can do."""
    return {
        **config,
        "hnsw_config": _hnsw(config["hnsw_config"]),
        "params": {**config["params"], "vectors": _vectors(config["params"]["vectors"])},
    }


def _vectors(vectors: Json) -> Json:
    if is_unnamed(vectors):
        return _vector(vectors)
    return {name: _vector(vector) for name, vector in vectors.items()}


def _vector(vector: Json) -> Json:
    return {**vector, "hnsw_config": _hnsw(vector["hnsw_config"])} if "hnsw_config" in vector else vector


def _hnsw(settings: Json) -> Json:
    return {name: min(value, _MOST[name]) if name in _MOST else value for name, value in settings.items()}
