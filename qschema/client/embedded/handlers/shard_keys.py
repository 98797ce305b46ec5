"""Shard keys on a node that stands alone: there are none, so naming one is an error (measured on 1.19.0)."""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client.embedded.collection import Collection
from qschema.client.errors import BadRequest, NotFound


def check_written(collection: Collection, body: Any) -> None:
    """Check where a write is to go.

    Raises:
        BadRequest: It names a shard key, or none where the collection wants one.
        NotFound: It names two, and neither is there.
    """
    key = body.shard_key
    if key is None and is_custom(collection):
        raise BadRequest("the collection has custom sharding, and the write names no shard key", status=400)
    if key == []:
        raise BadRequest("the list of shard keys is empty", status=400)
    _check(key)


def finds_nothing(collection: Collection, body: Any) -> bool:
    """Check where a read is to go; return whether that is nowhere, so that nothing is found.

    Raises:
        BadRequest: It names a shard key.
        NotFound: It names two, and neither is there.
    """
    key = body.shard_key
    if key == []:
        return True
    _check(key)
    return is_custom(collection)


def is_custom(collection: Collection) -> bool:
    """Whether the collection has custom sharding; it has no shards then, and none can be made."""
    return bool(collection.config["params"].get("sharding_method") == models.ShardingMethod.CUSTOM.value)


def _check(key: Any) -> None:
    if isinstance(key, models.ShardKeyWithFallback):
        raise NotFound(f"there is neither a shard key {key.target!r} nor {key.fallback!r}", status=404)
    if key is not None:
        raise BadRequest(f"there is no shard key {key!r}", status=400)
