"""The shard of a collection: the engine behind types of the API, everything checked before it gets there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from qschema.client import models
from qschema.client.embedded.log import LOG
from qschema.client.embedded.shard import (
    batch,
    groups,
    matrix,
    payload_writes,
    queries,
    reads,
    references,
    vector_writes,
    writes,
)
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.examples import Lookup
from qschema.client.embedded.shard.filters import Filters
from qschema.client.embedded.shard.flushing import Flushing
from qschema.client.embedded.shard.free import free
from qschema.client.embedded.shard.indexes import engine_index
from qschema.client.embedded.shard.info import ShardInfo, shard_info
from qschema.client.embedded.shard.layout import Dense, Sparse, layout_of
from qschema.client.embedded.shard.opening import open_engine
from qschema.client.embedded.shard.settings import has_settings, read_settings, settings_of, write_settings
from qschema.client.embedded.shard.vector_names import creation, declared


class Shard:
    """All points of a collection, open for reading and writing.

    Writes are in the engine's log when a method returns, so that they survive the end of the process, however it
    ends; they survive a loss of power from the next flush on. A write that is refused has changed nothing.

    Get one by `create` or `open`.

    Attributes:
        folder: Where it is.
        outdated: Whether its segments were built by another configuration; `optimize` rebuilds them.
        unflushed: Whether anything was written since the last flush.
        journal: Takes down each of the engine's operations, if there is one, so that another shard can repeat them.
        written: Is called after each write.
    """

    def __init__(self, folder: Path, config: models.CollectionConfig) -> None:
        self.folder = folder
        self.outdated = False
        self.unflushed = True
        self.journal: Callable[[Any], None] | None = None
        self.written: Callable[[], None] = _nobody
        self._load()
        self._flushing = Flushing(config.optimizer_config.flush_interval_sec, folder / LOG)

    @classmethod
    def create(cls, folder: Path, config: models.CollectionConfig) -> Shard:
        """Create an empty shard in a folder that is empty or doesn't exist.

        Args:
            folder: Where.
            config: The collection's configuration as the API reports it.
        """
        folder.mkdir(parents=True, exist_ok=True)
        write_settings(folder, settings_of(config))
        return cls(folder, config)

    @classmethod
    def open(cls, folder: Path, config: models.CollectionConfig) -> Shard:
        """Open a shard, and bring it to its collection's configuration if a crash came in between."""
        if not has_settings(folder):
            return cls.create(folder, config)
        shard = cls(folder, config)
        shard.reconfigure(config)
        return shard

    def close(self) -> None:
        """Let go of the folder; without a flush, what was written last is read from the log at the next opening."""
        with engine_errors():
            self._engine.close()

    def flush(self) -> None:
        """Make everything that was written last against a loss of power."""
        # Said before: what is written meanwhile may not be part of it.
        self.unflushed = False
        with engine_errors():
            self._engine.flush()
        self._flushing.done()

    def optimize(self) -> bool:
        """Build the indexes, and rebuild what the configuration wants otherwise; return whether there was anything."""
        with engine_errors():
            built = bool(self._engine.optimize())
        self.outdated = False
        self.unflushed = True
        return built

    def repeat(self, operations: Iterable[Any]) -> None:
        """Write what another shard's journal took down."""
        for operation in operations:
            with engine_errors():
                self._engine.update(operation)

    def info(self) -> ShardInfo:
        """Return the shard's numbers."""
        with engine_errors():
            return shard_info(self._engine.info())

    def reconfigure(self, config: models.CollectionConfig) -> None:
        """Bring the shard to a changed configuration; where that takes a rebuild, it is outdated until `optimize`."""
        wanted, present = settings_of(config), read_settings(self.folder)
        if wanted == present:
            return
        self._settle_vectors(config)
        self.flush()
        self.close()
        before = read_settings(self.folder)
        try:
            write_settings(self.folder, wanted)
            self._load()
        except BaseException:
            write_settings(self.folder, before)
            self._load()
            raise
        self._flushing = Flushing(config.optimizer_config.flush_interval_sec, self.folder / LOG)
        self.outdated |= _what_is_built(wanted) != _what_is_built(present)

    def create_vector(self, name: str, config: models.VectorNameConfig) -> None:
        """Add a vector; points don't have it until they are written again."""
        self._update(creation(name, config))
        self._layout = layout_of(read_settings(self.folder))

    def delete_vector(self, name: str, sparse: bool) -> None:
        """Drop a vector, and what points have of it.

        Args:
            name: Which; nothing happens if there is none.
            sparse: Whether it is a sparse one; a dense one of that name stays.
        """
        if isinstance(self._layout.vectors.get(name), Sparse if sparse else Dense):
            self._update(edge.UpdateOperation.delete_vector_name(name))
            self._layout = layout_of(read_settings(self.folder))

    def create_index(self, field: str, schema: models.PayloadSchemaParams) -> None:
        """Create a payload index, in place of another one on the field."""
        with engine_errors():
            operation = edge.UpdateOperation.create_field_index(field, engine_index(schema))
        self._update(operation)
        self._read_indexes()

    def delete_index(self, field: str) -> None:
        """Drop a payload index; nothing happens if there is none."""
        with engine_errors():
            operation = edge.UpdateOperation.delete_field_index(field)
        self._update(operation)
        self._read_indexes()

    def upsert(self, body: models.PointInsertOperations) -> None:
        """Insert points, replacing those whose ids exist."""
        self._update_all(writes.upsert(self._engine, self._layout, self._filters, body))

    def delete(self, selector: models.PointsSelector) -> None:
        """Delete points by id or by filter."""
        self._update(writes.delete(selector, self._filters))

    def update_vectors(self, body: models.UpdateVectors) -> None:
        """Write vectors of points; their other vectors stay."""
        self._update_all(vector_writes.update_vectors(self._engine, self._layout, self._filters, body))

    def delete_vectors(self, body: models.DeleteVectors) -> None:
        """Take vectors away from points."""
        self._update_all(vector_writes.delete_vectors(self._engine, self._layout, self._filters, body))

    def set_payload(self, body: models.SetPayload) -> None:
        """Set payload fields of points; their other fields stay."""
        self._update_all(payload_writes.set_payload(self._engine, self._filters, body))

    def overwrite_payload(self, body: models.SetPayload) -> None:
        """Put a payload in place of those of points."""
        self._update_all(payload_writes.overwrite_payload(self._engine, self._filters, body))

    def delete_payload(self, body: models.DeletePayload) -> None:
        """Take payload fields away from points."""
        self._update_all(payload_writes.delete_payload(self._engine, self._filters, body))

    def clear_payload(self, selector: models.PointsSelector) -> None:
        """Take whole payloads away from points."""
        self._update_all(payload_writes.clear_payload(self._engine, self._filters, selector))

    def update_batch(
        self, body: models.UpdateOperations, spend: Callable[[Any], None] = free, *, dropping: bool = False
    ) -> None:
        """Carry out changes one after the other; where one is refused, those before it stay.

        Args:
            body: The changes.
            spend: Pays for each before it is carried out.
            dropping: Whether those are dropped that turn out to be wrong only when they are carried out.
        """
        for operation, change in zip(body.operations, batch.changes(self, body, dropping=dropping), strict=True):
            spend(operation)
            change()

    def retrieve(self, body: models.PointRequest) -> list[models.Record]:
        """Read points by id."""
        return reads.retrieve(self._engine, body)

    def scroll(self, body: models.ScrollRequest) -> models.ScrollResult:
        """Read a page of points, in the order of their ids or of a payload field."""
        return reads.scroll(self._engine, body, self._filters)

    def count(self, body: models.CountRequest) -> models.CountResult:
        """Count points."""
        return reads.count(self._engine, body, self._filters)

    def query(self, body: models.QueryRequest, lookup: Lookup | None = None) -> list[models.ScoredPoint]:
        """Find points.

        Args:
            body: What to search for.
            lookup: Finds the shards of other collections, for queries that name one in `lookup_from`.
        """
        return queries.query(self._engine, self, self._layout, self._filters, body, lookup)

    def check_references(self, searches: Sequence[models.QueryRequest], lookup: Lookup | None = None) -> None:
        """Check what searches say, and whether all points are there that they start from."""
        references.check_searches(searches, self, lookup)

    def query_groups(
        self,
        body: models.QueryGroupsRequest,
        lookup: Lookup | None = None,
        spend: Callable[[models.QueryRequest], None] = free,
    ) -> models.GroupsResult:
        """Find the best groups of points that share a value in their payload; see `query`.

        Args:
            body: What to search for, and by what to group.
            lookup: Finds the shards of other collections.
            spend: Pays for each of the searches that it takes.
        """

        def paid(one: models.QueryRequest) -> list[models.ScoredPoint]:
            spend(one)
            return self.query(one, lookup)

        return groups.query_groups(paid, self, self._layout, body, lookup)

    def matrix_pairs(
        self, body: models.SearchMatrixRequest, spend: Callable[[int], None] = free
    ) -> models.SearchMatrixPairsResponse:
        """Compute how near the points of a sample are to each other, as pairs; `spend` pays for what that takes."""
        return matrix.pairs(self._matrix(body, spend))

    def matrix_offsets(
        self, body: models.SearchMatrixRequest, spend: Callable[[int], None] = free
    ) -> models.SearchMatrixOffsetsResponse:
        """Compute how near the points of a sample are to each other, as columns of offsets; see `matrix_pairs`."""
        return matrix.offsets(self._matrix(body, spend))

    def facet(self, body: models.FacetRequest) -> models.FacetResponse:
        """Count points by the values of a payload field that has an index."""
        return reads.facet(self._engine, body, self._filters)

    def vector(self, point: int | UUID, name: str) -> Any:
        """Return a vector of a point as the API writes it, None if the point or its vector isn't there."""
        return reads.vector(self._engine, self._layout, point, name)

    def _update_all(self, operations: Iterable[Any]) -> None:
        for operation in operations:
            self._update(operation)

    def _update(self, operation: Any) -> None:
        with engine_errors():
            self._engine.update(operation)
        if self.journal is not None:
            self.journal(operation)
        self.unflushed = True
        if self._flushing.due():
            self.flush()
        self.written()

    def _matrix(self, body: models.SearchMatrixRequest, spend: Callable[[int], None]) -> list[matrix.Row]:
        return matrix.rows(self._engine, self, self._layout, body, self._filters, spend)

    def _load(self) -> None:
        self._engine = open_engine(self.folder)
        self._layout = layout_of(read_settings(self.folder))
        self._read_indexes()

    def _read_indexes(self) -> None:
        with engine_errors():
            indexes = self._engine.info().payload_schema
        texts = {field for field, index in indexes.items() if index.data_type == edge.PayloadSchemaType.Text}
        self._filters = Filters(indexes.keys(), texts)

    def _settle_vectors(self, config: models.CollectionConfig) -> None:
        """Add and drop vectors, where a crash came between the collection's change and the shard's."""
        wanted = layout_of(settings_of(config))
        for name, kind in self._layout.vectors.items():
            if name not in wanted.vectors:
                self.delete_vector(name, isinstance(kind, Sparse))
        for name in wanted.vectors.keys() - self._layout.vectors.keys():
            self.create_vector(name, declared(config, name))


def _what_is_built(settings: dict[str, Any]) -> dict[str, Any]:
    """Return the part of the settings that the segments are built by."""
    return {name: part for name, part in settings.items() if name not in ("optimizers", "max_search_threads")}


def _nobody() -> None:
    """Nobody wants to know."""
