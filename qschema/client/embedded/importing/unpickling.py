"""Reading the pickles of the official client's local mode without running anything that is in them.

A pickle is a program: what it names is imported and called. So nothing is imported here: the few names that the
official client writes stand for a class that only holds the fields, or for a value of the standard library.
"""

from __future__ import annotations

import datetime
import pickle
import uuid
from io import BytesIO
from typing import Any, ClassVar

_MODELS = ("qdrant_client.http.models.models", "qdrant_client.http.models")
_VALUES: dict[tuple[str, str], Any] = {
    ("uuid", "UUID"): uuid.UUID,
    ("uuid", "SafeUUID"): uuid.SafeUUID,
    ("datetime", "date"): datetime.date,
    ("datetime", "datetime"): datetime.datetime,
    ("datetime", "timedelta"): datetime.timedelta,
    ("datetime", "timezone"): datetime.timezone,
}
"""What a caller may have put in a payload, and what has no effect when it is made."""


class Fields:
    """Stands for a model of the official client: what it holds, and nothing that it does."""

    fields: ClassVar[dict[str, Any]] = {}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__["fields"] = state["__dict__"]


class PointStruct(Fields):
    """A point."""


class SparseVector(Fields):
    """A sparse vector."""


_STAND_INS: dict[str, type[Fields]] = {"PointStruct": PointStruct, "SparseVector": SparseVector}


def unpickle(body: bytes) -> Any:
    """Return what a pickle holds, as plain values.

    Raises:
        pickle.UnpicklingError: It names something that no point consists of, or it is damaged.
    """
    try:
        return _plain(_Unpickler(BytesIO(body)).load())
    except pickle.UnpicklingError:
        raise
    except Exception as error:
        raise pickle.UnpicklingError(f"it is damaged: {error}") from error


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module in _MODELS and name in _STAND_INS:
            return _STAND_INS[name]
        if (module, name) in _VALUES:
            return _VALUES[module, name]
        raise pickle.UnpicklingError(f"it names {module}.{name}, which is no part of a point")


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; dates and UUIDs as the texts that a server keeps."""
    if isinstance(value, Fields):
        return _plain(value.fields)
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()
    return value
