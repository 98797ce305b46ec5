"""The buckets of each collection. They are full again whenever its limits are told, even if nothing changes by that."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

from qschema.client.embedded.collection import Collection
from qschema.client.embedded.strict.limits import Limits, limits_of
from qschema.client.embedded.strict.rates.bucket import Bucket


@dataclass(frozen=True, slots=True)
class _Buckets:
    """The buckets that were made for some limits."""

    limits: Limits
    read: Bucket | None
    write: Bucket | None


_buckets: WeakKeyDictionary[Collection, _Buckets] = WeakKeyDictionary()
_guard = Lock()


def read_bucket(collection: Collection) -> Bucket | None:
    """Return what reads are counted by, None where they aren't."""
    found = _of(collection)
    return None if found is None else found.read


def write_bucket(collection: Collection) -> Bucket | None:
    """Return what writes are counted by, None where they aren't."""
    found = _of(collection)
    return None if found is None else found.write


def _of(collection: Collection) -> _Buckets | None:
    limits = limits_of(collection)
    if limits is None:
        return None
    with _guard:
        found = _buckets.get(collection)
        if found is None or found.limits is not limits:
            found = _Buckets(limits, _bucket("Read", limits), _bucket("Write", limits))
            _buckets[collection] = found
        return found


def _bucket(what: str, limits: Limits) -> Bucket | None:
    per_minute = limits.get(f"{what.lower()}_rate_limit")
    return None if per_minute is None else Bucket(what, per_minute)
