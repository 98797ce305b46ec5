"""Whether a path leads anywhere in what a reader reads."""

from __future__ import annotations

from collections.abc import Sequence

from qschema.schema.reading.base import Reader
from qschema.schema.reading.containers import AnyJson, ListOf, MapOf
from qschema.schema.reading.records import Keyed, Record, Tagged
from qschema.schema.reading.unions import Either, Vectors


def leads_somewhere(reader: Reader, path: Sequence[str]) -> bool:
    """Tell whether something could stand at a path.

    Args:
        reader: How what the path begins in is read.
        path: The keys; names of members, such as vectors, and the members of a list may be any.
    """
    if not path or isinstance(reader, AnyJson):
        return True
    key, *rest = path
    match reader:
        case Record(fields=fields):
            return key in fields and leads_somewhere(fields[key].reader, rest)
        case MapOf(inner=inner):
            return leads_somewhere(inner, rest)
        case ListOf():
            return not rest
        case Tagged(records=records) | Keyed(records=records):
            return any(leads_somewhere(record, path) for record in records.values())
        case Vectors(one=one, named=named):
            return leads_somewhere(one, path) or leads_somewhere(named, path)
        case Either(of_map=of_map) if of_map is not None:
            return leads_somewhere(of_map, path)
    return False
