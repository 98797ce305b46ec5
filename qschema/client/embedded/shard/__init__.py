"""One shard: the points, vectors and indexes of a collection in this process. Only this package knows the engine."""

from __future__ import annotations

from qschema.client.embedded.shard.info import ShardInfo
from qschema.client.embedded.shard.shard import Shard

__all__ = ["Shard", "ShardInfo"]
