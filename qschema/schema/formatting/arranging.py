"""The order of keys, and the short forms: what is there already, said as `qschema import` would say it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qschema.schema.dump import ORDER
from qschema.schema.formatting.tree import Branch, Entry, Leaf, entries_of
from qschema.schema.reading.containers import ListOf, MapOf
from qschema.schema.reading.of_types import record_of
from qschema.schema.reading.records import Keyed, Record, Tagged
from qschema.schema.reading.unions import Either, OneOrMany, Short, Vectors
from qschema.schema.spec import CollectionSpec


def arrange(root: Branch) -> None:
    """Put the keys of all collections into their order, and what can be short into its short form."""
    for entry in root.entries:
        if entry.key and entry.key.text == "collections":
            _arrange(entry, MapOf(record_of(CollectionSpec)))


def _arrange(entry: Entry, reader: Any) -> None:
    value = entry.value
    match reader:
        case Tagged(short=True):
            entry.value = value = _alone(value, "type")
        case Short(key=key):
            entry.value = value = _alone(value, key)
        case OneOrMany() if isinstance(value, Branch) and not value.is_map and _is_bare(value):
            entry.value = value = value.entries[0].value
    if not isinstance(value, Branch):
        return
    if not value.is_map:
        for item in value.entries if isinstance(reader, ListOf) else ():
            _arrange(item, reader.inner)
        return
    match reader:
        case MapOf(inner=inner):
            for one in value.entries:
                _arrange(one, inner)
        case Record():
            _record(value, reader)
        case Short(record=record):
            _record(value, record)
        case Tagged(records=records):
            kind = _text(value, "type")
            if kind in records:
                _record(value, records[kind])
        case Keyed(records=records):
            for one in value.entries:
                if one.key and one.key.text in records:
                    _arrange(one, records[one.key.text].fields[one.key.text].reader)
        case Vectors(one=one_record, named=named):
            settings = [one for one in value.entries if one.key and one.key.text in one_record.fields]
            unnamed = any(isinstance(one.value, Leaf) and one.value.style != "*" for one in settings)
            _arrange(entry, one_record if unnamed else named)
        case Either(of_map=of_map) if of_map is not None:
            _arrange(entry, of_map)


def _record(branch: Branch, record: Record) -> None:
    order: Sequence[str] = ORDER if record.name == CollectionSpec.__name__ else list(record.fields)
    places = {key: place for place, key in enumerate(order)}
    if not any(one.value.anchor for one in entries_of(branch)):  # a reference must stay below its anchor
        branch.entries.sort(key=lambda one: _place(one, places))
    for one in branch.entries:
        if one.key and (field := record.fields.get(one.key.text)):
            _arrange(one, field.reader)


def _place(entry: Entry, places: dict[str, int]) -> int:
    """Return where a key belongs: what is merged comes first, and what isn't known last."""
    key = entry.key.text if entry.key else ""
    return -1 if key == "<<" else places.get(key, len(places))


def _text(branch: Branch, key: str) -> str:
    found = [entry.value for entry in branch.entries if entry.key and entry.key.text == key]
    return found[0].text if found and isinstance(found[0], Leaf) else ""


def _alone(value: Leaf | Branch, key: str) -> Leaf | Branch:
    """Return the value of a map's only key where it may stand for the map, else the map."""
    if not isinstance(value, Branch) or not value.is_map or not _is_bare(value):
        return value
    (entry,) = value.entries
    return entry.value if entry.key and entry.key.text == key else value


def _is_bare(branch: Branch) -> bool:
    """Tell whether a branch has one single value, and neither a comment nor an anchor that would be lost without it."""
    if len(branch.entries) != 1 or branch.after or branch.anchor:
        return False
    (entry,) = branch.entries
    value = entry.value
    if not isinstance(value, Leaf) or value.style in ("*", "|", ">") or entry.before or entry.behind:
        return False
    return bool(value.style or value.text not in ("", "~", "null", "Null", "NULL"))
