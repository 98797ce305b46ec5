"""Turning values of one type into those of another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from typing import Any, Literal
from uuid import UUID

from qschema.apply.transforms.base import PayloadTransform
from qschema.apply.transforms.errors import CastError
from qschema.apply.transforms.paths import places

Type = Literal["keyword", "integer", "float", "bool", "datetime", "uuid"]
"""Types of payload indexes."""

_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class CastFields(PayloadTransform):
    """Turns what stands in fields into another type; each item of a list by itself. Null stays null.

    Attributes:
        cast: Paths, and the types of payload indexes that the values are to fit.
        otherwise: What becomes of a value that can't be cast: the copy fails, or the value is kept or dropped.
    """

    cast: dict[str, Type]
    otherwise: Literal["fail", "keep", "drop"] = "fail"

    def change(self, payload: dict[str, Any]) -> None:
        """Cast what is there."""
        for path, to in self.cast.items():
            for holder, key in reversed([*places(payload, path)]):
                self._cast_one(holder, key, path, to)

    def _cast_one(self, holder: Any, key: Any, path: str, to: Type) -> None:
        try:
            holder[key] = _cast(holder[key], _CASTS[to])
        except (ValueError, TypeError, OverflowError, OSError):
            if self.otherwise == "fail":
                raise CastError(path, holder[key], to) from None
            if self.otherwise == "drop":
                del holder[key]


def _cast(value: Any, cast: Callable[[Any], Any]) -> Any:
    if isinstance(value, list):
        return [_cast(item, cast) for item in value]
    return None if value is None else cast(value)


def _keyword(value: Any) -> str:
    if isinstance(value, dict):
        raise ValueError
    return str(value).lower() if isinstance(value, bool) else str(value)


def _integer(value: Any) -> int:
    if isinstance(value, (str, bool, int)):
        return int(value)
    if float(value).is_integer():
        return int(value)
    raise ValueError  # 1.5 would lose something


def _bool(value: Any) -> bool:
    return value if isinstance(value, bool) else _WORDS[_known(str(value).strip().lower())]


def _known(word: str) -> str:
    if word not in _WORDS:
        raise ValueError
    return word


def _datetime(value: Any) -> str:
    """Return a time as RFC 3339 has it; a number counts the seconds since 1970, a text without a zone is in UTC."""
    if isinstance(value, bool):
        raise ValueError
    if isinstance(value, (int, float)):
        moment = datetime.fromtimestamp(value, timezone.utc)
    else:
        moment = datetime.fromisoformat(str(value).strip().replace("Z", "+00:00"))
    aware = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    return aware.isoformat().replace("+00:00", "Z")


_CASTS: Mapping[Type, Callable[[Any], Any]] = {
    "keyword": _keyword,
    "integer": _integer,
    "float": float,
    "bool": _bool,
    "datetime": _datetime,
    "uuid": lambda value: str(UUID(str(value))),
}
