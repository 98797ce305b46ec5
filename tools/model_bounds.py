"""Reads the bounds of numbers and texts, as a server checks them, from the schemas of its REST API."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from model_source import head
from model_table import Table

Bound = tuple[float | None, float | None]

CORRECTIONS: dict[tuple[str, str], Bound] = {
    ("VectorParams", "size"): (1, 65536),
    ("GeoPoint", "lat"): (-90, 90),
    ("GeoPoint", "lon"): (-180, 180),
}
"""What a server 1.19.0 checks and its schemas don't say."""

RANGES: dict[str, tuple[int, int]] = {
    "uint8": (0, 2**8 - 1),
    "uint32": (0, 2**32 - 1),
    "uint": (0, 2**64 - 1),
    "uint64": (0, 2**64 - 1),
    "int64": (-(2**63), 2**63 - 1),
}
"""Format of a whole number → what the server's type for it can hold."""

NARROWER: dict[tuple[str, str], Bound] = {
    ("VectorParams", "size"): (1, 2**64 - 1),
    ("CollectionParamsDiff", "replication_factor"): (1, 2**32 - 1),
    ("CollectionParamsDiff", "write_consistency_factor"): (1, 2**32 - 1),
    ("Slice", "total"): (1, 2**32 - 1),
    ("GeoPoint", "lat"): (-90, 90),
    ("GeoPoint", "lon"): (-180, 180),
}
"""Where the server's type itself leaves something out: what doesn't fit can't be read (measured on 1.19.0)."""

PATHS = {("QueryGroupsRequest", "group_by")}
"""Texts that are read as paths, of which an empty one can't be read at all: that is for whoever reads them."""

PARTS = (
    (
        "BOUNDS: Mapping[tuple[str, str], tuple[float | None, float | None]]",
        """Type and field → the least and the greatest number that a server takes, None where there is no limit.

Both are allowed themselves. Where the field is a list, a map or one of several types, every number in it is meant.
A server answers 422 to a number outside of them that its type can hold; see `RANGES`.""",
    ),
    (
        "RANGES: Mapping[tuple[str, str], tuple[int, int]]",
        "Type and field → the least and the greatest number that a server's type can hold; 400 to any other.",
    ),
    (
        "LEAST_LENGTHS: Mapping[tuple[str, str], int]",
        "Type and field → how many characters, or items, a server wants at least.",
    ),
    (
        "NEVER_NULL: frozenset[tuple[str, str]]",
        "Type and field of what may be left out, but not be null.",
    ),
)
"""The tables of the module: their declarations, and what they say."""


def numbers(schema: dict[str, Any], known: dict[str, Any]) -> Iterator[Bound]:
    """Yield the bounds of every number that a value may be or hold; those within other objects are theirs."""
    if reference := schema.get("$ref"):
        schema = known[reference.rpartition("/")[2]]
    if "properties" in schema:
        return
    if schema.get("type") in ("integer", "number"):
        yield schema.get("minimum"), schema.get("maximum")
    inner = (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ()))
    for part in (*inner, schema.get("items"), schema.get("additionalProperties")):
        if isinstance(part, dict):
            yield from numbers(part, known)


def formats(schema: dict[str, Any], known: dict[str, Any]) -> Iterator[str | None]:
    """Yield the format of every number that a value may be or hold; those within other objects are theirs."""
    if reference := schema.get("$ref"):
        schema = known[reference.rpartition("/")[2]]
    if "properties" in schema:
        return
    if schema.get("type") in ("integer", "number"):
        yield schema.get("format")
    inner = (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ()))
    for part in (*inner, schema.get("items"), schema.get("additionalProperties")):
        if isinstance(part, dict):
            yield from formats(part, known)


def loosest(bounds: Iterable[Bound]) -> Bound:
    """Return the bounds that numbers of all kinds keep."""
    least, greatest = zip(*bounds, strict=True)
    return None if None in least else min(least), None if None in greatest else max(greatest)


class Bounds:
    """The bounds of all fields that can be written."""

    def __init__(self, table: Table) -> None:
        known = table.schemas
        self.bounds: dict[tuple[str, str], Bound] = {}
        self.ranges: dict[tuple[str, str], Bound] = {}
        self.lengths: dict[tuple[str, str], int] = {}
        self.never_null: set[tuple[str, str]] = set()
        for owner, fact in table.facts.items():
            if fact.get("extra") != "forbid" or owner not in known:
                continue
            for name, field in fact["fields"].items():
                schema = known[owner].get("properties", {}).get(field.get("alias", name))
                if schema is not None:
                    self._note((owner, name), schema, known, optional=not field.get("required"))
        self.bounds |= CORRECTIONS
        self.ranges |= NARROWER

    def _note(self, key: tuple[str, str], schema: dict[str, Any], known: dict[str, Any], *, optional: bool) -> None:
        found = list(numbers(schema, known))
        if found and (bound := loosest(found)) != (None, None):
            self.bounds[key] = bound
        kinds = {RANGES.get(name or "") for name in formats(schema, known)}
        if len(kinds) == 1 and (range_ := kinds.pop()):
            self.ranges[key] = range_
        for part in (schema, *schema.get("anyOf", ())):
            if (length := part.get("minLength") or part.get("minItems")) and key not in PATHS:
                self.lengths[key] = length
        if optional and not any(part.get("nullable") for part in (schema, *schema.get("anyOf", ()))):
            self.never_null.add(key)

    def source(self) -> str:
        """Return the source of the module."""
        tables = (
            [f"{_key(key)}: ({least}, {greatest})" for key, (least, greatest) in self.bounds.items()],
            [f"{_key(key)}: ({least}, {greatest})" for key, (least, greatest) in self.ranges.items()],
            [f"{_key(key)}: {length}" for key, length in self.lengths.items()],
            [_key(key) for key in self.never_null],
        )
        text = head("The bounds of what can be written, as a server 1.19.0 checks them; the types themselves don't.")
        text += "\nfrom collections.abc import Mapping\n"
        for (declaration, about), rows in zip(PARTS, tables, strict=True):
            left, right = ("frozenset(\n    {", "    }\n)") if "frozenset" in declaration else ("{", "}")
            indent = "        " if "frozenset" in declaration else "    "
            end = "\n" if "\n" in about else ""
            lines = "".join(f"{indent}{row},\n" for row in sorted(rows))
            text += f'\n{declaration} = {left}\n{lines}{right}\n"""{about}{end}"""\n'
        return text


def _key(key: tuple[str, str]) -> str:
    return f'("{key[0]}", "{key[1]}")'
