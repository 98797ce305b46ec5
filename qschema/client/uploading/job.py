"""What an upload was told, apart from its points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qschema.client import models
from qschema.client.errors import InvalidRequest
from qschema.client.uploading.progress import Progress

MAX_BATCH_BYTES = 32 * 1024 * 1024
"""The largest body that a server reads unless it was configured (`service.max_request_size_mb` of 1.19.0)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """How points are uploaded.

    Attributes:
        collection_name: A collection or an alias.
        batch_size: The most points of a request.
        parallel: The most requests under way at a time.
        max_retries: How often a request that failed for the moment is sent again.
        wait: Whether the instance answers only when points are written.
        shard_key: Where the points go, with custom sharding.
        update_filter: Existing points are replaced only if they match.
        update_mode: Whether existing points are replaced, and new ones inserted.
        progress: Told of how far it is; True shows a bar.
        max_batch_bytes: The most bytes of a request's body.

    Raises:
        InvalidRequest: A number is out of its bounds.
    """

    collection_name: str
    batch_size: int
    parallel: int
    max_retries: int
    wait: bool
    shard_key: models.ShardKeySelector | None
    update_filter: models.Filter | None
    update_mode: models.UpdateMode | None
    progress: Callable[[Progress], None] | bool | None
    max_batch_bytes: int | None

    def __post_init__(self) -> None:
        least = {"batch_size": 1, "parallel": 1, "max_retries": 0, "max_batch_bytes": 1}
        for name, bound in least.items():
            value = getattr(self, name)
            if value is not None and value < bound:
                raise InvalidRequest(f"{name} is {bound} or more, not {value}", collection=self.collection_name)

    @property
    def options(self) -> dict[str, Any]:
        """What stands beside the points in the body of every request."""
        given = {"shard_key": self.shard_key, "update_filter": self.update_filter, "update_mode": self.update_mode}
        return {name: value for name, value in given.items() if value is not None}
