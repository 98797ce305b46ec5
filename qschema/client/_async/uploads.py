"""Calls that send points in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from qschema.client import models
from qschema.client._async.base import AsyncCalls
from qschema.client.arguments import refuse_unknown
from qschema.client.models.given import Array, GivenVectors
from qschema.client.uploading import upload_async
from qschema.client.uploading.job import Job
from qschema.client.uploading.progress import Progress
from qschema.client.uploading.sources import of_columns, of_points


class AsyncUploadCalls(AsyncCalls):
    """Calls that send points in bulk."""

    async def upload_points(
        self,
        collection_name: str,
        points: Iterable[models.PointStruct | Mapping[str, Any]],
        batch_size: int = 64,
        parallel: int = 1,
        method: str | None = None,
        max_retries: int = 3,
        wait: bool = False,
        shard_key_selector: models.ShardKeySelector | None = None,
        update_filter: models.Filter | None = None,
        update_mode: models.UpdateMode | None = None,
        progress: Callable[[Progress], None] | bool | None = None,
        max_batch_bytes: int | None = None,
        **kwargs: Any,
    ) -> None:
        """Send any number of points in batches, each until it is acknowledged.

        Vectors are checked against the collection: all of them before the first byte is sent if `points` can be read
        twice, else each batch before it is sent.

        Args:
            collection_name: A collection or an alias.
            points: Points, as models or dictionaries; a generator is read no further than is sent next.
            batch_size: The most points of a request.
            parallel: The most requests under way at a time; 0 for as many as there are processors.
            method: `forkserver`, `spawn` or `fork`: processes write and send the batches. Each is started afresh and
                imports nothing of yours, whatever the name. None for threads; an event loop needs neither.
            max_retries: How often a request is sent again when the connection fails or the server does, with growing
                pauses. What the server refuses (4xx) is never sent again, except after the time that a 429 names.
            wait: Whether to wait until points are written. Without it they are acknowledged once they are recorded.
            shard_key_selector: Where the points go, with custom sharding.
            update_filter: Existing points are replaced only if they match.
            update_mode: Whether existing points are replaced, and new ones inserted (Qdrant 1.17 and later).
            progress: Told how far it is after each batch; True shows a bar on stderr.
            max_batch_bytes: The most bytes of a request, by default 32 MB, what a server reads; larger ones are cut.
            **kwargs: Refused by name.

        Raises:
            PointsDontFit: Points don't fit the collection; nothing was sent.
            UploadFailed: Something failed later; it says how many points were acknowledged, and the ids of others.
        """
        refuse_unknown("upload_points", kwargs)
        job = Job(
            collection_name=collection_name,
            batch_size=batch_size,
            parallel=parallel,
            method=method,
            max_retries=max_retries,
            wait=wait,
            shard_key=shard_key_selector,
            update_filter=update_filter,
            update_mode=update_mode,
            progress=progress,
            max_batch_bytes=max_batch_bytes,
        )
        await upload_async(self._transport, of_points(points, batch_size), job)

    async def upload_collection(
        self,
        collection_name: str,
        vectors: Array | Mapping[str, Array | Iterable[Any]] | Iterable[GivenVectors],
        payload: Iterable[Mapping[str, Any] | None] | None = None,
        ids: Iterable[models.ExtendedPointId] | None = None,
        batch_size: int = 64,
        parallel: int = 1,
        method: str | None = None,
        max_retries: int = 3,
        wait: bool = False,
        shard_key_selector: models.ShardKeySelector | None = None,
        update_filter: models.Filter | None = None,
        update_mode: models.UpdateMode | None = None,
        progress: Callable[[Progress], None] | bool | None = None,
        max_batch_bytes: int | None = None,
        **kwargs: Any,
    ) -> None:
        """Send vectors with their ids and payloads, column by column; matrices without a Python object per number.

        Args:
            collection_name: A collection or an alias.
            vectors: A matrix with a row for each point, such columns by vector name, or any iterable of what a point
                can have for its vectors.
            payload: As many payloads; None for none.
            ids: As many ids; None for random ones.
            batch_size: The most points of a request.
            parallel: The most requests under way at a time; 0 for as many as there are processors.
            method: `forkserver`, `spawn` or `fork`: processes write and send the batches. Each is started afresh and
                imports nothing of yours, whatever the name. None for threads; an event loop needs neither.
            max_retries: How often a request that failed for the moment is sent again; see `upload_points`.
            wait: Whether to wait until points are written.
            shard_key_selector: Where the points go, with custom sharding.
            update_filter: Existing points are replaced only if they match.
            update_mode: Whether existing points are replaced, and new ones inserted (Qdrant 1.17 and later).
            progress: Told how far it is after each batch; True shows a bar on stderr.
            max_batch_bytes: The most bytes of a request, by default 32 MB, what a server reads; larger ones are cut.
            **kwargs: Refused by name.

        Raises:
            PointsDontFit: Vectors don't fit the collection; nothing was sent.
            InvalidRequest: Vectors, ids and payloads are not as many.
            UploadFailed: Something failed later; it says how many points were acknowledged, and the ids of others.
        """
        refuse_unknown("upload_collection", kwargs)
        job = Job(
            collection_name=collection_name,
            batch_size=batch_size,
            parallel=parallel,
            method=method,
            max_retries=max_retries,
            wait=wait,
            shard_key=shard_key_selector,
            update_filter=update_filter,
            update_mode=update_mode,
            progress=progress,
            max_batch_bytes=max_batch_bytes,
        )
        await upload_async(self._transport, of_columns(vectors, payload, ids, batch_size), job)
