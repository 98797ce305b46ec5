"""A payload index to create: its type alone, or with options, which don't tell the type apart from theirs."""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client.grpc.codecs.making import unchecked
from qschema.client.grpc.codecs.records import Lookup
from qschema.client.grpc.codecs.scalars import text_bytes
from qschema.client.grpc.codecs.wire import LENGTH, VARINT, framed, tag, varint

_NAME, _TYPE, _OPTIONS = tag(3, LENGTH), tag(4, VARINT), tag(5, LENGTH)


class FieldSchemas:
    """Reads and writes what `qdrant.CreateFieldIndexCollection` says of the index."""

    fields = frozenset(("field_name", "field_type", "field_index_params"))

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def write(self, body: Any) -> bytes:
        """Return the fields that a body is."""
        schema, parts = body.field_schema, [_NAME + text_bytes(body.field_name)]
        if schema is not None:
            kind = schema if isinstance(schema, models.PayloadSchemaType) else schema.type
            parts.append(_TYPE + varint(self._lookup("FieldType").number(kind)))
        if schema is not None and kind is not schema:
            parts.append(framed(_OPTIONS, self._lookup("PayloadIndexParams").write(schema)))
        return b"".join(parts)

    def read(self, message: Any) -> Any:
        """Return the body that a message is; options say more than the type."""
        given: dict[str, Any] = {"field_name": message.field_name}
        if message.HasField("field_index_params"):
            given["field_schema"] = self._lookup("PayloadIndexParams").read(message.field_index_params)
        elif message.HasField("field_type"):
            given["field_schema"] = self._lookup("FieldType").word(message.field_type)
        return unchecked(models.CreateFieldIndex, given)
