"""What payload indexes can do: what each kind of condition needs, and what each index offers.

As lib/collection/src/problems/unindexed_field.rs of 1.19.0 has it.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from qschema.client import models
from qschema.client.embedded.uuids import is_uuid


class Use(Enum):
    """A use of a payload index; its value is the index that has it, in a server's words."""

    INTEGER_MATCH = "integer", "match"
    INTEGER_RANGE = "integer", "range"
    KEYWORD_MATCH = "keyword", "match"
    KEYWORD_PREFIX = "keyword (with prefix: true)", "prefix"
    FLOAT_RANGE = "float", "range"
    TEXT = "text", "text"
    PHRASE = "text (with phrase_matching: true)", "phrase"
    BOOL_MATCH = "bool", "match"
    UUID_MATCH = "uuid", "match"
    DATETIME_RANGE = "datetime", "range"
    GEO = "geo", "geo"

    @property
    def index(self) -> str:
        """The index that has it."""
        return self.value[0]


NUMBERS = (Use.INTEGER_MATCH, Use.INTEGER_RANGE, Use.FLOAT_RANGE)
"""What reading a field as a number in a formula needs one of."""

_ANY = tuple(Use)

_WORDS: dict[type[Any], Use] = {
    models.MatchText: Use.TEXT,
    models.MatchTextAny: Use.TEXT,
    models.MatchPhrase: Use.PHRASE,
    models.MatchPrefix: Use.KEYWORD_PREFIX,
}
_BARE: dict[str, tuple[Use, ...]] = {
    "keyword": (Use.KEYWORD_MATCH,),
    "integer": (Use.INTEGER_MATCH, Use.INTEGER_RANGE),
    "uuid": (Use.UUID_MATCH,),
    "bool": (Use.BOOL_MATCH,),
    "float": (Use.FLOAT_RANGE,),
    "geo": (Use.GEO,),
    "text": (Use.TEXT,),
    "datetime": (Use.DATETIME_RANGE,),
}
_OPTIONS: tuple[tuple[str, str, bool, Use], ...] = (
    ("keyword", "prefix", False, Use.KEYWORD_PREFIX),
    ("text", "phrase_matching", False, Use.PHRASE),
    ("integer", "lookup", True, Use.INTEGER_MATCH),
    ("integer", "range", True, Use.INTEGER_RANGE),
)
"""Type of index, its option, what that is if it isn't said, and what it allows."""


def offered(index: Any) -> set[Use]:
    """Return what an index can be used for.

    Args:
        index: Its type, or an object with options, as it was declared.
    """
    said = {"type": index} if isinstance(index, str) else index
    uses = set(_BARE[said["type"]])
    for kind, option, usual, use in _OPTIONS:
        if said["type"] == kind:
            value = said.get(option)
            uses = uses | {use} if (usual if value is None else value) else uses - {use}
    return uses


def needed(condition: models.Condition) -> tuple[Use, ...]:
    """Return what a condition on a field needs one of; nothing for a condition that works without an index."""
    match condition:
        case models.IsEmptyCondition() | models.IsNullCondition():
            return _ANY
        case models.FieldCondition():
            return tuple(_of_field(condition))
    return ()


def _of_field(condition: models.FieldCondition) -> list[Use]:
    uses = [] if condition.match is None else _of_match(condition.match)
    if isinstance(condition.range, models.DatetimeRange):
        uses.append(Use.DATETIME_RANGE)
    elif condition.range is not None:
        uses += [Use.FLOAT_RANGE, Use.INTEGER_RANGE]
    if condition.geo_bounding_box or condition.geo_radius or condition.geo_polygon:
        uses.append(Use.GEO)
    if condition.values_count is not None or condition.is_empty is not None or condition.is_null is not None:
        uses += _ANY
    return uses


def _of_match(match: models.Match) -> list[Use]:
    if isinstance(match, models.MatchValue):
        return _of_values([match.value])
    if isinstance(match, models.MatchAny):
        return _of_values(list(match.any))
    if isinstance(match, models.MatchExcept):
        return _of_values(list(match.except_))
    return [_WORDS[type(match)]]


def _of_values(values: list[Any]) -> list[Use]:
    """Return what matching values of one type needs; an empty list matches nothing, whatever there is."""
    if not values:
        return []
    if isinstance(values[0], bool):
        return [Use.BOOL_MATCH]
    if isinstance(values[0], int):
        return [Use.INTEGER_MATCH]
    uuids = all(is_uuid(value) for value in values)
    return [Use.UUID_MATCH, Use.KEYWORD_MATCH] if uuids else [Use.KEYWORD_MATCH]
