"""What an instance shows of a collection, as a declaration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qschema.client.models import CollectionInfo, PayloadIndexInfo
from qschema.client.models.enums import unknown_words
from qschema.schema.live import MARK_KEY, Mark
from qschema.schema.spec import CollectionSpec

UNREADABLE = Mark(project="?", collection="?", generation=0)
"""The mark of a collection whose mark can't be read; no project has such a name, so none touches it."""


def mark_in(metadata: Mapping[str, Any] | None) -> Mark | None:
    """Return the mark in a collection's metadata; None if there is none."""
    if metadata is None or MARK_KEY not in metadata:
        return None
    match metadata[MARK_KEY]:
        case {"project": str(project), "collection": str(collection), "generation": int(generation), **rest}:
            return Mark(project, collection, generation, whole=rest.get("whole") is not False)
    return UNREADABLE


def spec_of(
    info: CollectionInfo, aliases: Sequence[str], shard_keys: Sequence[Mapping[str, Any]] = ()
) -> CollectionSpec:
    """Return a collection's configuration as a declaration, without the mark.

    Settings that the instance leaves out, or shows as null, are not said.

    Args:
        info: What the instance says of the collection.
        aliases: The aliases that point to it.
        shard_keys: Its shard keys, as `shard_keys_of` returns them.
    """
    config = info.config
    said: dict[str, Any] = config.params.model_dump(mode="json", exclude_none=True)
    for key, part in (
        ("hnsw_config", config.hnsw_config),
        ("optimizers_config", config.optimizer_config),
        ("wal_config", config.wal_config),
        ("quantization_config", config.quantization_config),
        ("strict_mode_config", config.strict_mode_config),
    ):
        if part is not None:
            said[key] = part.model_dump(mode="json", exclude_none=True)
    if info.payload_schema:
        said["payload_indexes"] = {field: _index(index) for field, index in sorted(info.payload_schema.items())}
    metadata = dict(config.metadata or {})
    marked = metadata.pop(MARK_KEY, None) is not None
    if metadata or (config.metadata is not None and not marked):
        said["metadata"] = metadata
    if aliases:
        said["aliases"] = list(aliases)
    if shard_keys:
        said["shard_keys"] = list(shard_keys)
    with unknown_words():
        return CollectionSpec.model_validate(said, extra="ignore")


def _index(index: PayloadIndexInfo) -> dict[str, Any]:
    """Return an index as an object; an instance shows the options only of those that were created with some."""
    if index.params is None:
        return {"type": index.data_type.value}
    return index.params.model_dump(mode="json", exclude_none=True)
