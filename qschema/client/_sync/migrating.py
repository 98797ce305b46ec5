"""Copying collections from one instance to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from qschema.client import models
from qschema.client._sync.base import Calls
from qschema.client.errors import InvalidRequest, QdrantError
from qschema.client.migrating.errors import MigrationFailed
from qschema.client.migrating.recreating import creation, indexes, later, page_size, same_vectors
from qschema.client.uploading import upload
from qschema.client.uploading.job import Job
from qschema.client.uploading.layout import Layout
from qschema.client.uploading.sources import of_points

if TYPE_CHECKING:
    from qschema.client._sync.client_base import QdrantBase

_RETRIES = 3
"""How often a page that failed for the moment is sent again."""


class MigrationCalls(Calls):
    """Copying collections from one instance to another."""

    def migrate(
        self,
        dest_client: QdrantBase,
        collection_names: Sequence[str] | None = None,
        batch_size: int = 100,
        recreate_on_collision: bool = False,
        resume: bool = False,
    ) -> None:
        """Copy collections to another instance, of any kind: settings, payload indexes, shard keys and points.

        Nothing is deleted unless it is asked for. Points are counted on both sides at the end, so writes to the source
        meanwhile may end in an error. Aliases aren't copied.

        Args:
            dest_client: Where to.
            collection_names: Which ones; None for all.
            batch_size: The points of a page.
            recreate_on_collision: Delete and create anew what the destination has under the same names.
            resume: Go on with what an earlier run has left: collections with the same vectors are completed by the
                points that they lack. Points that are there stay as they are.

        Raises:
            InvalidRequest: A name isn't a collection of the source, the destination has it already, or what it has
                under that name can't be completed. Nothing was changed.
            MigrationFailed: A call failed on the way, or the counts differ at the end.
        """
        if batch_size <= 0:
            raise InvalidRequest(f"batch_size is {batch_size}", why="a page has one point at least", fix="raise it")
        source = cast("QdrantBase", self)  # every client is one: it has all the groups of calls
        chosen = _chosen(source, collection_names)
        present = {one.name for one in (dest_client.get_collections()).collections}
        collisions = [name for name in chosen if name in present]
        if collisions and not resume and not recreate_on_collision:
            raise InvalidRequest(
                f"the destination has collections of the same names: {', '.join(collisions)}",
                fix="name others, or give resume=True to complete them or recreate_on_collision=True to replace them",
            )
        infos = {name: source.get_collection(name) for name in chosen}
        if resume:
            for name in collisions:
                if not same_vectors(infos[name].config, (dest_client.get_collection(name)).config):
                    raise InvalidRequest(
                        f"what the destination has as {name!r} has other vectors, and can't be completed",
                        fix="name others, or replace it with recreate_on_collision=True",
                    )
        for name, info in infos.items():
            copy = _Copy(source, dest_client, name, info, batch_size, completing=resume and name in present)
            copy.run(delete=name in present and not resume)


class _Copy:
    """One collection on its way."""

    def __init__(
        self,
        source: QdrantBase,
        dest: QdrantBase,
        name: str,
        info: models.CollectionInfo,
        batch_size: int,
        completing: bool,
    ) -> None:
        self.source = source
        self.dest = dest
        self.name = name
        self.info = info
        self.layout = Layout.of(name, info)  # the destination's, too
        self.batch_size = batch_size
        self.completing = completing
        self.copied = 0

    def run(self, delete: bool) -> None:
        """Create the collection unless it is there to be completed, fill it, and count."""
        try:
            if delete:
                self.dest.delete_collection(self.name)
            if self.completing:
                self.batch_size = page_size(self.batch_size, (self.dest.get_collection(self.name)).config)
            else:
                self.dest.create_collection(self.name, **creation(self.info.config))
            self._index()
            for key in self._shard_keys():
                self._points(key)
            if settings := later(self.info.config):
                self.dest.update_collection(self.name, **settings)
            wanted = (self.source.count(self.name)).count
            found = (self.dest.count(self.name)).count
        except QdrantError as error:
            raise self._failed(f"copying {self.name!r} ended after {self.copied} points: {error.what}") from error
        if found != wanted:
            raise self._failed(f"{self.name!r} has {wanted} points at the source, and {found} at the destination")

    def _index(self) -> None:
        """Create the payload indexes before there are points, so that the vector index is built with them."""
        there = indexes(self.dest.get_collection(self.name)) if self.completing else {}
        for field, schema in indexes(self.info).items():
            if field not in there:
                self.dest.create_payload_index(self.name, field, schema)

    def _shard_keys(self) -> list[models.ShardKey | None]:
        """Create the shard keys; return them, or None alone if there are no such keys."""
        if self.info.config.params.sharding_method != models.ShardingMethod.CUSTOM:
            return [None]
        there = _keys(self.dest, self.name) if self.completing else []
        keys = _keys(self.source, self.name)
        for key in keys:
            if key not in there:
                self.dest.create_shard_key(self.name, key)
        return [*keys]

    def _points(self, key: models.ShardKey | None) -> None:
        job = Job(
            collection_name=self.name,
            batch_size=self.batch_size,
            parallel=1,
            max_retries=_RETRIES,
            wait=True,
            shard_key=key,
        )
        offset: models.ExtendedPointId | None = None
        while True:
            page, offset = self.source.scroll(
                self.name,
                limit=self.batch_size,
                offset=offset,
                with_payload=True,
                with_vectors=True,
                shard_key_selector=key,
            )
            if self.completing and page:
                ids = [point.id for point in page]
                there = self.dest.retrieve(self.name, ids, with_payload=False, shard_key_selector=key)
                present = {point.id for point in there}
                page = [point for point in page if point.id not in present]
            points = [
                models.PointStruct(
                    id=point.id, vector={} if point.vector is None else point.vector, payload=point.payload
                )
                for point in page
            ]
            if points:
                upload(self.dest._transport, of_points(points, self.batch_size), job, self.layout)
            self.copied += len(points)
            if offset is None:
                return

    def _failed(self, what: str) -> MigrationFailed:
        return MigrationFailed(
            what,
            copied=self.copied,
            collection=self.name,
            fix="call migrate again with resume=True: it goes on with the points that are missing",
        )


def _chosen(source: QdrantBase, names: Sequence[str] | None) -> list[str]:
    there = [one.name for one in (source.get_collections()).collections]
    if names is None:
        return there
    if missing := [name for name in names if name not in there]:
        raise InvalidRequest(f"the source has no collection {', '.join(map(repr, missing))}", fix="name those it has")
    return list(dict.fromkeys(names))


def _keys(client: QdrantBase, name: str) -> list[models.ShardKey]:
    return [one.key for one in (client.list_shard_keys(name)).shard_keys or []]
