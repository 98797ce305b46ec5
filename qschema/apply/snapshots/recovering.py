"""Bringing a collection back from its snapshot, or cloning it by one: uploaded, completed, verified, marked last."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from qschema.apply.carrying import Refused
from qschema.apply.looking import look
from qschema.apply.records import SnapshotPart, SnapshotRecord
from qschema.apply.snapshots.errors import CloneFailedError, RestoreFailedError
from qschema.apply.snapshots.sample import hashes_of
from qschema.apply.snapshots.shelf import LONG_SECONDS, Shelf
from qschema.apply.strict_mode import count_points
from qschema.client import QdrantClient, models, requests
from qschema.client.errors import NotFound
from qschema.planner.compare import differences
from qschema.planner.members import same_index
from qschema.planner.shape import ONLY_BY_PATCH, by_name, create_body, patch_body
from qschema.planner.steps import CloneCollection, RestoreCollection


class Recovery:
    """One snapshot that is to be recovered.

    Args:
        clients: The peers.
        shelf: Where the files are.
        record: The snapshot.
        step: The step.
    """

    def __init__(
        self,
        clients: Sequence[QdrantClient],
        shelf: Shelf,
        record: SnapshotRecord,
        step: RestoreCollection | CloneCollection,
    ) -> None:
        self._clients = clients
        self._client = clients[0]
        self._shelf = shelf
        self._record = record
        self._step = step
        self._spec: dict[str, Any] = ((record.image or {}).get("collection") or {}).get("spec") or {}

    def carry_out(self, check: Callable[[], None]) -> None:
        """Recover the snapshot. What an earlier try has brought back whole is left as it is.

        Args:
            check: Makes sure that this run may still change things.

        Raises:
            Refused: What came isn't what was taken.
            SnapshotGoneError: A file isn't there.
            DamagedSnapshotError: A file isn't what it was.
            QdrantError: Qdrant refused something, or gave no answer.
        """
        if any(self._flaws()):
            self._fill(check)
            self._complete()
            if flaws := list(self._flaws()):
                kind = CloneFailedError if self._record.clone else RestoreFailedError
                raise Refused(f"what came isn't what was taken: {'; '.join(flaws)}", kind=kind)
        check()
        self._tidy()
        self._client.update_collection(self._step.collection, metadata=self._step.mark.as_metadata())

    def _fill(self, check: Callable[[], None]) -> None:
        """Send each peer the files that hold its shards; the first one makes the collection."""
        paths = [(part, self._shelf.path_of(self._record, part)) for part in self._record.parts]
        sent: set[tuple[int, str]] = set()
        part, path = paths[0]
        check()
        if self._record.shard_keys and not self._shown():
            self._make()
        self._send(self._client, path, part)
        sent.add((self._client.collection_cluster_info(self._step.collection).peer_id, part.name))
        for client in self._clients:
            info = client.collection_cluster_info(self._step.collection)
            here = {shard.shard_id for shard in info.local_shards}
            for part, path in paths:
                if here & {*part.shards} and (info.peer_id, part.name) not in sent:
                    check()
                    self._send(client, path, part)
                    sent.add((info.peer_id, part.name))

    def _make(self) -> None:
        """Make the collection: a clone bears a mark of its own from its first moment, unlike what is recovered anew.

        With it its shard keys: recovered under a new name, it has none, and no points. A snapshot's shards are found by
        their numbers, so the keys are made in the order of these (measured on 1.19.0).
        """
        found = self._step.found.as_metadata() if self._step.found else {}
        body = {**create_body(self._spec), "metadata": {**(self._spec.get("metadata") or {}), **found}}
        create = models.CreateCollection.model_validate(body)
        self._client.send(requests.CreateCollection(collection_name=self._step.collection, body=create))
        params = {one["shard_key"]: one for one in self._spec.get("shard_keys") or ()}
        for key in self._record.shard_keys:
            sharding = models.CreateShardingKey.model_validate(params.get(key, {"shard_key": key}))
            self._client.send(requests.CreateShardKey(collection_name=self._step.collection, body=sharding))

    def _send(self, client: QdrantClient, path: Path, part: SnapshotPart) -> None:
        client.upload_snapshot(
            self._step.collection,
            path,
            priority=models.SnapshotPriority.SNAPSHOT,
            checksum=part.checksum or None,
            timeout=LONG_SECONDS,
        )

    def _tidy(self) -> None:
        """Remove the files that were uploaded: a server keeps each as a snapshot of the collection (1.19.0).

        A clone that isn't whole yet has no others, and earlier tries may have left some.
        """
        for client in self._clients:
            there = {one.name for one in client.list_snapshots(self._step.collection)}
            for name in there if self._record.clone else there & {part.file for part in self._record.parts}:
                with suppress(NotFound):
                    client.delete_snapshot(self._step.collection, name)

    def _complete(self) -> None:
        """Put back what a snapshot doesn't hold (measured on Qdrant 1.19.0)."""
        if lost := {key: self._spec[key] for key in ONLY_BY_PATCH if self._spec.get(key) is not None}:
            body = models.UpdateCollection.model_validate(patch_body(lost))
            self._client.send(requests.UpdateCollection(collection_name=self._step.collection, body=body))
        shown = self._shown().get("payload_indexes") or {}
        for field, params in (self._spec.get("payload_indexes") or {}).items():
            if not same_index(params, shown.get(field)):
                index = models.CreateFieldIndex.model_validate({"field_name": field, "field_schema": params})
                self._client.send(
                    requests.CreatePayloadIndex(collection_name=self._step.collection, body=index, wait=True)
                )

    def _flaws(self) -> Iterator[str]:
        """Yield what differs from what was taken; more points are none, because people may write again by now."""
        shown = self._shown()
        if not shown:
            yield f"the collection {self._step.collection!r} is not there"
            return
        for difference in differences(by_name(self._spec), by_name(shown)):
            yield f"{'.'.join(difference.path)} is {difference.before!r}, and was {difference.after!r}"
        if (self._spec.get("metadata") or {}) != (shown.get("metadata") or {}):
            yield "its metadata differ"
        for field, params in (self._spec.get("payload_indexes") or {}).items():
            if not same_index(params, (shown.get("payload_indexes") or {}).get(field)):
                yield f"the index of {field!r} is missing"
        points = count_points(self._client, self._step.collection)
        if points < self._record.fewest:
            yield f"it has {points:,} points, and had {self._record.fewest:,}"
            return
        sample = self._record.sample or {}
        if sample and hashes_of(self._client, self._step.collection, sample) != sample:
            yield "its first points differ"

    def _shown(self) -> dict[str, Any]:
        there = self._step.seen(look(self._client, self._step))
        return there.spec.as_json() if there else {}
