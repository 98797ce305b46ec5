"""What an upload was told, apart from its points."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qschema.client import models
from qschema.client.errors import InvalidRequest
from qschema.client.uploading.progress import Progress

METHODS = ("forkserver", "spawn", "fork")
"""What the official client takes; here, each stands for processes that start afresh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """How points are uploaded.

    Attributes:
        collection_name: A collection or an alias.
        batch_size: The most points of a request.
        parallel: The most requests under way at a time; 0 for as many as there are processors.
        method: Names a way to start processes if they, not threads, are to write and send the batches.
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
    method: str | None = None
    max_retries: int
    wait: bool
    shard_key: models.ShardKeySelector | None = None
    update_filter: models.Filter | None = None
    update_mode: models.UpdateMode | None = None
    progress: Callable[[Progress], None] | bool | None = None
    max_batch_bytes: int | None = None

    def __post_init__(self) -> None:
        least = {"batch_size": 1, "parallel": 0, "max_retries": 0, "max_batch_bytes": 1}
        for name, bound in least.items():
            value = getattr(self, name)
            if value is not None and value < bound:
                raise InvalidRequest(f"{name} is {bound} or more, not {value}", collection=self.collection_name)
        if self.method not in (None, *METHODS):
            raise InvalidRequest(
                f"method is {', '.join(METHODS[:-1])} or {METHODS[-1]}, not {self.method!r}",
                collection=self.collection_name,
                fix="leave it out: threads send as well",
            )

    @property
    def lanes(self) -> int:
        """How many requests may be under way at a time."""
        return self.parallel or os.cpu_count() or 1

    @property
    def options(self) -> dict[str, Any]:
        """What stands beside the points in the body of every request."""
        given = {"shard_key": self.shard_key, "update_filter": self.update_filter, "update_mode": self.update_mode}
        return {name: value for name, value in given.items() if value is not None}
