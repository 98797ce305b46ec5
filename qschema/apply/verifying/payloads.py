"""Whether payloads are the same: hashes of their canonical JSON, and the path where they differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from qschema.apply.copying.ids import PointId
from qschema.apply.copying.points import PointColumns
from qschema.apply.verifying.digest import Digest, hashed

_EXACT = 2**53
_SHOWN = 40
_MISSING = object()


class Payloads:
    """Compares payloads, and sums up their hashes.

    Attributes:
        old: The payloads that the new collection ought to have.
        new: Those that it has.
    """

    def __init__(self) -> None:
        self.old, self.new = Digest(), Digest()

    def differences(self, wanted: PointColumns, found: PointColumns) -> dict[PointId, str]:
        """Return id → what differs, of points that stand in the same order on both sides."""
        differing: dict[PointId, str] = {}
        for id, before, after in zip(wanted.ids, wanted.payloads, found.payloads, strict=True):
            one, other = hashed(_named(id, before)), hashed(_named(id, after))
            self.old.add(one)
            self.new.add(other)
            if one != other:
                differing[id] = _first_difference(canonical(before), canonical(after))
        return differing


def canonical(value: Any) -> Any:
    """Return a JSON value with the numbers written in one way: a whole one without a fraction, no minus before a zero.

    JSON has one kind of numbers, and an instance may give back `1.0` where `1` was written (gRPC and REST differ).
    """
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _EXACT else value
    if isinstance(value, Mapping):
        return {str(key): canonical(inner) for key, inner in value.items()}
    return [canonical(inner) for inner in value] if isinstance(value, list | tuple) else value


def _named(id: PointId, payload: Mapping[str, Any]) -> bytes:
    """Return a payload with the id of its point: a payload that went to another point must not go unseen."""
    return orjson.dumps([id, canonical(payload)], option=orjson.OPT_SORT_KEYS)


def _first_difference(before: Any, after: Any, path: str = "") -> str:
    """Return where two canonical values differ first, and how."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            one, other = before.get(key, _MISSING), after.get(key, _MISSING)
            if _json(one) != _json(other):
                return _first_difference(one, other, f"{path}.{key}" if path else key)
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            if _json(one) != _json(other):
                return _first_difference(one, other, f"{path}[{index}]")
    return f"{path or 'payload'}: {_shown(before)} → {_shown(after)}"


def _json(value: Any) -> bytes:
    return b"" if value is _MISSING else orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _shown(value: Any) -> str:
    text = _json(value).decode() or "nothing"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
