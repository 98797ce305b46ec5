"""The ledger: a collection in the instance itself that remembers who did what to it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, TypeVar
from uuid import UUID, uuid4

from qschema.apply.errors import LedgerDamagedError
from qschema.apply.lock_name import LEDGER
from qschema.apply.patience import poll, read
from qschema.apply.records import AnyRecord, LeaseRecord, MetaRecord, Record, WriterRecord, from_payload, to_payload
from qschema.client import QdrantClient, models
from qschema.client.errors import NotFound

R = TypeVar("R", bound=Record)

_PAGE = 256
_WRITE_SECONDS = 5.0


class Ledger:
    """Reads and appends records.

    Args:
        client: The instance.
    """

    def __init__(self, client: QdrantClient) -> None:
        self._client = client

    def meta(self) -> MetaRecord | None:
        """Return what the ledger itself is; None if there is none, or it isn't furnished yet."""
        try:
            return min(self.read(MetaRecord), key=lambda record: record.at, default=None)
        except NotFound:
            return None

    def read(self, kind: type[R], project: str | None = None, **fields: str) -> list[R]:
        """Return all records of a kind, of one project or of all, in the order in which they were written.

        Args:
            kind: The kind.
            project: The project.
            **fields: What other fields of the records have to be.

        Raises:
            NotFound: There is no ledger.
            LedgerDamagedError: A record can't be read.
        """
        where = _where(kind=kind.model_fields["kind"].default, project=project, **fields)
        found = [record for record in self._scroll(where) if isinstance(record, kind)]
        return sorted(found, key=lambda record: (record.seq, record.at))

    def everything(self) -> Iterator[dict[str, Any]]:
        """Yield all payloads as they are, in no particular order.

        Raises:
            NotFound: There is no ledger.
        """
        for point in self._points(None):
            yield point.payload or {}

    def last_seq(self, project: str) -> int:
        """Return the highest `seq` among the records of a project; 0 if there is none."""
        points, _ = self._client.scroll(
            LEDGER,
            scroll_filter=_where(project=project),
            limit=1,
            order_by=models.OrderBy(key="seq", direction=models.Direction.DESC),
            with_payload=["seq"],
            consistency=models.ReadConsistencyType.MAJORITY,
        )
        return max((int((point.payload or {}).get("seq", 0)) for point in points), default=0)

    def append(self, record: Record) -> None:
        """Write a record under an id of its own, and wait until it is written."""
        self._write(uuid4(), record)

    def lease(self, token: str) -> LeaseRecord | None:
        """Return the record of whoever has a token."""
        for point in self._client.retrieve(LEDGER, [str(UUID(token))], consistency=models.ReadConsistencyType.MAJORITY):
            record = _read(point)
            return record if isinstance(record, LeaseRecord) else None
        return None

    def put_lease(self, lease: LeaseRecord) -> None:
        """Write who has a token, over what was written about that token before."""
        self._write(UUID(lease.token), lease)

    def beat(self, lease: LeaseRecord) -> None:
        """Show that a holder lives. It is tried once: the next beat comes soon."""
        self._client.upsert(LEDGER, [_point(UUID(lease.token), lease)], ordering=models.WriteOrdering.STRONG)

    def drop_lease(self, token: str) -> None:
        """Forget who had a token."""
        self._client.delete(LEDGER, [str(UUID(token))], ordering=models.WriteOrdering.STRONG)

    def put_writer(self, writer: WriterRecord) -> None:
        """Write how far a writer is, over what it wrote before. It is tried once: the next time comes soon."""
        self._client.upsert(LEDGER, [_point(UUID(writer.writer), writer)], ordering=models.WriteOrdering.STRONG)

    def drop_writer(self, writer: str) -> None:
        """Forget a writer."""
        self._client.delete(LEDGER, [str(UUID(writer))], ordering=models.WriteOrdering.STRONG)

    def _write(self, point_id: UUID, record: Record) -> None:
        """Write a point; without an answer it is written again, which changes nothing if it was there already."""
        point = _point(point_id, record)
        poll(
            lambda: self._client.upsert(LEDGER, [point], ordering=models.WriteOrdering.STRONG),
            _WRITE_SECONDS,
        )

    def _scroll(self, where: models.Filter) -> Iterator[AnyRecord]:
        for point in self._points(where):
            if record := _read(point):
                yield record

    def _points(self, where: models.Filter | None) -> Iterator[models.Record]:
        offset = None
        while True:
            scroll = partial(
                self._client.scroll,
                LEDGER,
                scroll_filter=where,
                limit=_PAGE,
                offset=offset,
                consistency=models.ReadConsistencyType.MAJORITY,
            )
            page, offset = read(scroll)
            yield from page
            if offset is None:
                return


def _point(point_id: UUID, record: Record) -> models.PointStruct:
    return models.PointStruct(id=str(point_id), vector={}, payload=to_payload(record))


def _where(**values: str | None) -> models.Filter:
    """Return the filter for records whose fields have these values; None stands for any."""
    conditions: list[models.Condition] = [
        models.FieldCondition(key=key, match=models.MatchValue(value=value))
        for key, value in values.items()
        if value is not None
    ]
    return models.Filter(must=conditions)


def _read(point: models.Record) -> AnyRecord | None:
    try:
        return from_payload(point.payload)
    except ValueError as error:
        raise LedgerDamagedError(str(point.id), str(error)) from error
