"""How text is split into words, as the engine takes it."""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client.embedded.shard.engine import edge
from qschema.client.models.enums import WireEnum


def word(kind: Any, member: WireEnum | None) -> Any:
    """Return the engine's member of an enumeration for the API's: `snowball` → `Snowball`, `bits1_5` → `Bits1_5`."""
    return None if member is None else getattr(kind, member.value[:1].upper() + member.value[1:])


def tokenizer(member: models.TokenizerType | None) -> Any:
    """Return the engine's tokenizer."""
    return word(edge.TokenizerType, member)


def stopwords(given: models.StopwordsInterface | None) -> Any:
    """Return the engine's words to leave out."""
    if isinstance(given, models.StopwordsSet):
        return edge.StopwordsSet(
            languages=None if given.languages is None else {word(edge.Language, one) for one in given.languages},
            custom=None if given.custom is None else set(given.custom),
        )
    return word(edge.Language, given)


def stemmer(given: models.StemmingAlgorithm | None) -> Any:
    """Return the engine's stemmer."""
    if isinstance(given, models.SnowballParams):
        return edge.SnowballParams(word(edge.SnowballLanguage, given.language))
    return None if given is None else edge.DisabledStemmer()
