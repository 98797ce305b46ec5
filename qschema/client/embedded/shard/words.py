"""Conditions on texts in fields that have no full-text index.

A server 1.19.0 then looks for the text as it stands, letter by letter; the engine, which is newer, for its words. So
what means the former is put in its place. Measured on both.
"""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client.embedded.shard.engine import edge

WORDS = (models.MatchText, models.MatchTextAny, models.MatchPhrase)
"""The conditions that a full-text index gives another meaning."""


def words_condition(given: models.FieldCondition) -> Any:
    """Return a condition of one of `WORDS` as the engine takes it for a field without a full-text index."""
    match given.match:
        case models.MatchText():
            return _holding(given.key, given.match.text)
        case models.MatchPhrase():
            return _holding(given.key, given.match.phrase)
        case models.MatchTextAny() if words := given.match.text_any.split():
            return edge.Filter(should=[_holding(given.key, word) for word in words])
        case _:
            return edge.FieldCondition(given.key, match=edge.MatchAny([]))


def _holding(key: str, text: str) -> Any:
    return edge.FieldCondition(key, match=edge.MatchSubstring(text))
