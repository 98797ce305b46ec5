"""The few messages whose shape no other has."""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client.grpc.codecs.base import MessageError, unlisted
from qschema.client.grpc.codecs.making import unchecked
from qschema.client.grpc.codecs.records import Lookup, Record
from qschema.client.grpc.codecs.scalars import text_bytes
from qschema.client.grpc.codecs.wire import LENGTH, VARINT, framed, tag

_FIRST, _SECOND = tag(1, LENGTH), tag(2, LENGTH)
_FIRST_FLAG = tag(1, VARINT)


class OptimizerState:
    """Reads and writes `qdrant.OptimizerStatus`: whether all is well, and else what isn't."""

    fields = frozenset(("ok", "error"))

    def write(self, value: Any) -> bytes:
        """Return the content of the message that a status is."""
        if isinstance(value, models.OptimizersStatusOneOf1):
            return _SECOND + text_bytes(value.error)
        return _FIRST_FLAG + b"\x01"

    def read(self, message: Any) -> Any:
        """Return the status that a message is."""
        if message.ok:
            return models.OptimizersStatusOneOf.OK
        return unchecked(models.OptimizersStatusOneOf1, {"error": message.error})


class VectorChanges:
    """Reads and writes `qdrant.VectorsConfigDiff`: the vector without a name has the name "" among the models."""

    fields = frozenset(("params", "params_map"))

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def write(self, value: Any) -> bytes:
        """Return the content of the message that changes by name are."""
        if set(value) == {""}:
            return framed(_FIRST, self._lookup("VectorParamsDiff").write(value[""]))
        return framed(_SECOND, self._lookup("VectorParamsDiffMap").write(value))

    def read(self, message: Any) -> Any:
        """Return the changes by name that a message is."""
        kind = message.WhichOneof("config")
        if kind == "params":
            return {"": self._lookup("VectorParamsDiff").read(message.params)}
        return self._lookup("VectorParamsDiffMap").read(message.params_map) if kind else {}


class StopWords:
    """Reads and writes `qdrant.StopwordsSet`, whose languages are texts; one alone is a language here."""

    fields = frozenset(("languages", "custom"))

    def write(self, value: Any) -> bytes:
        """Return the content of the message that stop words are."""
        if not isinstance(value, models.StopwordsSet):
            return _FIRST + text_bytes(str(value.value))
        languages = [_FIRST + text_bytes(str(language.value)) for language in value.languages or ()]
        return b"".join([*languages, *(_SECOND + text_bytes(word) for word in value.custom or ())])

    def read(self, message: Any) -> Any:
        """Return the stop words that a message is."""
        given: dict[str, Any] = {}
        if message.languages:
            given["languages"] = [_language(models.Language, word) for word in message.languages]
        if message.custom:
            given["custom"] = list(message.custom)
        return unchecked(models.StopwordsSet, given)


class SnowballStemmer:
    """Reads and writes `qdrant.SnowballParams`, whose language is a text."""

    fields = frozenset(("language",))

    def write(self, value: Any) -> bytes:
        """Return the content of the message that a stemmer is."""
        return _FIRST + text_bytes(str(value.language.value))

    def read(self, message: Any) -> Any:
        """Return the stemmer that a message is."""
        language = _language(models.SnowballLanguage, message.language)
        return unchecked(models.SnowballParams, {"type": models.Snowball.SNOWBALL, "language": language})


class Scoring:
    """Reads and writes `qdrant.TextScoringParams`; true stands for the only kind that there is."""

    def __init__(self, record: Record) -> None:
        self.fields = record.fields
        self._record = record

    def write(self, value: Any) -> bytes:
        """Return the content of the message that a way of scoring is."""
        return b"" if value is True else self._record.write(value)

    def read(self, message: Any) -> Any:
        """Return the way of scoring that a message is."""
        return self._record.read(message)


class InverseFrequency:
    """Reads and writes `qdrant.IdfParams`: without a filter, the statistics are those of the whole collection."""

    fields = frozenset(("corpus",))

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def write(self, value: Any) -> bytes:
        """Return the content of the message that a choice of points is."""
        if isinstance(value, models.IdfCorpusParams):
            return framed(_FIRST, self._lookup("Filter").write(value.corpus))
        return b""

    def read(self, message: Any) -> Any:
        """Return the choice of points that a message is."""
        if not message.HasField("corpus"):
            return models.IdfScope.GLOBAL
        return unchecked(models.IdfCorpusParams, {"corpus": self._lookup("Filter").read(message.corpus)})


class Documents:
    """Reads and writes `qdrant.Document`, whose options are any JSON object."""

    def __init__(self, record: Record) -> None:
        self.fields = record.fields
        self._record = record

    def write(self, value: Any) -> bytes:
        """Return the content of the message that a text to embed is."""
        if isinstance(value.options, models.Bm25Config):
            options = value.options.model_dump(mode="json", exclude_none=True, exclude_unset=True)
            value = value.model_copy(update={"options": options})
        return self._record.write(value)

    def read(self, message: Any) -> Any:
        """Return the text to embed that a message is."""
        return self._record.read(message)


class Feedback:
    """Reads and writes `qdrant.RelevanceFeedbackInput`; over REST alone, a server refuses one without examples."""

    def __init__(self, record: Record) -> None:
        self.fields = record.fields
        self._record = record

    def write(self, value: Any) -> bytes:
        """Return the content of the message that feedback is.

        Raises:
            MessageError: There is none, which a server 1.19.0 takes over gRPC without a word (measured).
        """
        if not value.feedback:
            raise MessageError("a search without feedback can't be corrected by it")
        return self._record.write(value)

    def read(self, message: Any) -> Any:
        """Return the feedback that a message is."""
        return self._record.read(message)


class Named:
    """Reads and writes a message that may be given as the one text that it needs.

    Args:
        record: The codec of its model.
        name: The name of the text in the model.
    """

    def __init__(self, record: Record, name: str) -> None:
        self.fields = record.fields
        self._record = record
        self._name = name

    def write(self, value: Any) -> bytes:
        """Return the content of the message."""
        return self._record.write(
            unchecked(self._record.model, {self._name: value}) if isinstance(value, str) else value
        )

    def read(self, message: Any) -> Any:
        """Return the model that the message is."""
        return self._record.read(message)


class ShardKeys:
    """Reads and writes `qdrant.ShardKeySelector`: keys, or one with another to use where it has no shards."""

    fields = frozenset(("shard_keys", "fallback"))

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def write(self, value: Any) -> bytes:
        """Return the content of the message that a choice of shard keys is."""
        write = self._lookup("ShardKey").write
        if isinstance(value, models.ShardKeyWithFallback):
            return framed(_FIRST, write(value.target)) + framed(_SECOND, write(value.fallback))
        keys = value if isinstance(value, list) else [value]
        return b"".join([framed(_FIRST, write(key)) for key in keys])

    def read(self, message: Any) -> Any:
        """Return the choice of shard keys that a message is."""
        read = self._lookup("ShardKey").read
        keys = [read(key) for key in message.shard_keys]
        if message.HasField("fallback"):
            if len(keys) != 1:
                raise MessageError(f"a fallback stands for one shard key, not for {len(keys)}")
            parts = {"target": keys[0], "fallback": read(message.fallback)}
            return unchecked(models.ShardKeyWithFallback, parts)
        return keys[0] if len(keys) == 1 else keys


class Threads:
    """Reads and writes what an instance reports of `qdrant.MaxOptimizationThreads`: None where it decides itself."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def write(self, value: Any) -> bytes:
        """Return the content of the message that a number of threads is."""
        content: bytes = self._lookup("MaxOptimizationThreads").write(value)
        return content

    def read(self, message: Any) -> Any:
        """Return the number of threads that a message is."""
        found = self._lookup("MaxOptimizationThreads").read(message)
        return found if isinstance(found, int) else None


def _language(kind: Any, word: str) -> Any:
    """Return the language that a word stands for."""
    try:
        return kind(word)
    except ValueError as error:
        try:
            return unlisted(kind, word)
        except MessageError:
            raise MessageError(f"{word!r} is no {kind.__name__}") from error
