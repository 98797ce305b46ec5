"""Writing points to the destination until all are confirmed."""

from __future__ import annotations

from qschema.apply.copying.halt import Halt, HaltedError
from qschema.apply.copying.points import PointColumns
from qschema.apply.copying.side import Side
from qschema.client import models
from qschema.client.gates import version_of
from qschema.client.uploading.job import Job
from qschema.client.uploading.layout import Layout
from qschema.client.uploading.sending import send_batch, takes_text

RETRIES = 12
"""How often a request that failed for the moment is sent again: with pauses of up to 10 s, for about 80 s in all."""

_INSERT_ONLY = (1, 17)
"""The first version that knows `insert_only`; 1.16.3 answers 200 to it, and overwrites."""


class PageWriter:
    """Writes pages to the destination.

    Args:
        dest: The destination.
        size: The most points of a request.
        inserts: Whether points that are there stay as they are.
        halt: How writing is ended.
    """

    def __init__(self, dest: Side, *, size: int, inserts: bool, halt: Halt) -> None:
        self._dest = dest
        self._size = size
        self._halt = halt
        info = dest.client.get_collection(dest.collection)
        self._layout = Layout.of(dest.collection, info)
        self._keyed = info.config.params.sharding_method is models.ShardingMethod.CUSTOM
        self._inserts = inserts
        self._takes_text = takes_text(dest.client)
        self._asks_first = self._inserts and version_of(dest.client.info().version) < _INSERT_ONLY

    def write(self, points: PointColumns, shard_key: models.ShardKey | None) -> int:
        """Write points; return how many were, each confirmed.

        Args:
            points: The points.
            shard_key: The shard key that they have at the source; a destination without any doesn't ask for it.

        Raises:
            HaltedError: Writing was ended before all were confirmed.
            QdrantError: A point doesn't fit, or the server refused for good or could not answer for long.
        """
        shard_key = shard_key if self._keyed else None
        if self._asks_first:
            points = self._missing(points, shard_key)
        job = Job(
            collection_name=self._dest.collection,
            batch_size=self._size,
            parallel=1,
            max_retries=RETRIES,
            wait=True,
            shard_key=shard_key,
            update_mode=models.UpdateMode.INSERT_ONLY if self._inserts and not self._asks_first else None,
        )
        written = 0

        def acknowledged(count: int) -> None:
            nonlocal written
            written += count

        for batch in points.batches(self._size, as_text=self._takes_text):
            self._layout.check(batch)
            send_batch(self._dest.client, batch, job, stop=self._halt.event, acknowledged=acknowledged)
        if written < len(points):
            raise HaltedError
        return written

    def _missing(self, points: PointColumns, shard_key: models.ShardKey | None) -> PointColumns:
        """Return the points whose ids the destination doesn't have, as far as one look can tell.

        Whoever inserts one of them between this look and the write is overwritten: servers before 1.17 can't help it.
        """
        client, ids = self._dest.client, points.ids
        there = self._halt.insist(
            lambda: client.retrieve(self._dest.collection, ids, with_payload=False, shard_key_selector=shard_key)
        )
        present = {str(point.id) for point in there}
        return points.take([row for row, id in enumerate(ids) if str(id) not in present])
