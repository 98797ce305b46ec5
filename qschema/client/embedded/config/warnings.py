"""What a server warns of in a configuration (server 1.19.0, lib/collection/src/config.rs)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qschema.client.embedded.config.plain import Json
from qschema.client.embedded.config.vectors import named


def warnings_about(config: Mapping[str, Any]) -> list[str]:
    """Return the warnings, in the server's words; each shard has them all, and with custom sharding there is none."""
    params = config["params"]
    texts = [text for name, vector in named(params["vectors"]).items() for text in _about(config, name, vector)]
    return texts * (0 if params.get("sharding_method") == "custom" else params["shard_number"])


def _about(config: Mapping[str, Any], name: str, vector: Json) -> Iterator[str]:
    if not (config["hnsw_config"] | vector.get("hnsw_config", {})).get("inline_storage"):
        return
    option = f"The `hnsw_config.inline_storage` option for vector '{name}'"
    if "multivector_config" in vector:
        yield f"{option} is not compatible with multivectors. This option will be ignored."
    elif not (vector.get("quantization_config") or config["quantization_config"]):
        yield f"{option} requires quantization to be enabled. This option will be ignored."
