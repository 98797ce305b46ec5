"""Points by their ids or by a filter: a message of its own there, two names among others here."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from qschema.client.grpc.codecs.base import MessageError
from qschema.client.grpc.codecs.fields import Read, Write, reader, writer
from qschema.client.grpc.codecs.making import unchecked
from qschema.client.grpc.codecs.records import Lookup, Record
from qschema.client.grpc.pool import message_class
from qschema.client.models import FilterSelector, PointIdsList


class Selection:
    """Reads and writes `qdrant.PointsSelector`, as the two names `points` and `filter`."""

    fields = frozenset(("points", "filter"))

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def write(self, value: Any) -> bytes:
        """Return the content of the message that selects the points that a model does; ids come first."""
        given = value if isinstance(value, dict) else value.__dict__
        ids, chosen = given.get("points"), given.get("filter")
        if ids is None and chosen is None:
            raise MessageError(f"{type(value).__name__} selects no points")
        return self._ids(ids) if ids is not None else self._filter(chosen)

    def read(self, message: Any) -> dict[str, Any]:
        """Return the one name, and what it selects by."""
        kind = message.WhichOneof("points_selector_one_of")
        if kind == "points":
            return {"points": [self._lookup("PointId").read(id) for id in message.points.ids]}
        if kind == "filter":
            return {"filter": self._lookup("Filter").read(message.filter)}
        raise MessageError("no points are selected")

    @cached_property
    def _ids(self) -> Write:
        return writer(self._descriptor("points"), self._lookup("PointsIdsList"))

    @cached_property
    def _filter(self) -> Write:
        return writer(self._descriptor("filter"), self._lookup("Filter"))

    def _descriptor(self, name: str) -> Any:
        return message_class("PointsSelector").DESCRIPTOR.fields_by_name[name]


class SelectionAlone:
    """Reads and writes `qdrant.PointsSelector` as a selector without a shard key."""

    fields = Selection.fields

    def __init__(self, selection: Selection) -> None:
        self._selection = selection

    def write(self, value: Any) -> bytes:
        """Return the content of the message that a selector is."""
        return self._selection.write(value)

    def read(self, message: Any) -> Any:
        """Return the selector that a message is."""
        selected = self._selection.read(message)
        return unchecked(PointIdsList if "points" in selected else FilterSelector, selected)


class Selecting:
    """Reads and writes a message that says which points it is about, beside other things.

    Args:
        record: The codec of the other things, whose model lacks `points` and `filter`; None where the model is a
            selector itself, which has a shard key beside.
        message: The name of the message.
        field: The name of the field that selects points.
        lookup: Finds codecs by name.
    """

    def __init__(self, record: Record | None, message: str, field: str, *, lookup: Lookup) -> None:
        self.message = message
        self.record = record
        self._field = field
        self._lookup = lookup

    @property
    def fields(self) -> frozenset[str]:
        """The fields of the message that are read and written."""
        return self._shared.fields | {self._field}

    def write(self, value: Any) -> bytes:
        """Return the content of the message that a model is; it may select nothing."""
        rest = self._shared.write(value)
        if getattr(value, "points", None) is None and getattr(value, "filter", None) is None:
            return rest
        return rest + self._writer(value)

    def read(self, message: Any) -> Any:
        """Return the model that a message is."""
        selected = self._reader(message) or {}
        if self.record is not None:
            return self.record.with_parts(message, selected)
        if not selected:
            raise MessageError("no points are selected")
        return (self._by_ids if "points" in selected else self._by_filter).with_parts(message, selected)

    @property
    def _shared(self) -> Record:
        return self.record or self._by_ids

    @cached_property
    def _by_ids(self) -> Record:
        return self._beside(PointIdsList, "points")

    @cached_property
    def _by_filter(self) -> Record:
        return self._beside(FilterSelector, "filter")

    def _beside(self, model: Any, name: str) -> Record:
        names = {"shard_key": "shard_key_selector"}
        lacking = [name] if "shard_key_selector" in self._descriptor.fields_by_name else [name, "shard_key"]
        return Record(model, self.message, lookup=self._lookup, names=names, lacking=lacking)

    @cached_property
    def _writer(self) -> Write:
        return writer(self._descriptor.fields_by_name[self._field], self._lookup("PointsSelector"))

    @cached_property
    def _reader(self) -> Read:
        return reader(self._descriptor.fields_by_name[self._field], self._lookup("PointsSelector"))

    @property
    def _descriptor(self) -> Any:
        return message_class(self.message).DESCRIPTOR
