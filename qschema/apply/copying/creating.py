"""Making the destination of a copy, where there is none: with the settings of the source."""

from __future__ import annotations

from qschema.apply.copying.shard_keys import create_shard_keys, shard_keys
from qschema.apply.copying.side import Side
from qschema.client import models
from qschema.client.migrating.recreating import creation, indexes, later
from qschema.schema.live import MARK_KEY


def create_like(source: Side, dest: Side) -> bool:
    """Create the destination with settings, payload indexes and shard keys of the source, unless it is there.

    The mark that makes the source a project's isn't copied, nor are aliases.

    Returns:
        Whether it was created.

    Raises:
        QdrantError: A call failed.
    """
    if dest.client.collection_exists(dest.collection):
        return False
    info = source.client.get_collection(source.collection)
    settings = creation(info.config)
    if metadata := settings.pop("metadata", None):
        settings["metadata"] = {key: value for key, value in metadata.items() if key != MARK_KEY} or None
    dest.client.create_collection(dest.collection, **settings)
    for field, schema in indexes(info).items():
        dest.client.create_payload_index(dest.collection, field, schema, wait=True)
    if info.config.params.sharding_method is models.ShardingMethod.CUSTOM:
        keys = shard_keys(source.client, source.collection)
        create_shard_keys((source.client, source.collection), (dest.client, dest.collection), keys)
    if rest := later(info.config):
        dest.client.update_collection(dest.collection, **rest)
    return True
