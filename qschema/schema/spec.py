"""What can be declared: Qdrant's own create body, and what a create body can't say beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any

from pydantic import Discriminator, Tag

from qschema.client import models
from qschema.schema.embedding import SparseVectorSpec, VectorSpec
from qschema.schema.lifecycle import Lifecycle
from qschema.schema.source import Source

WIRE_MODELS = ("CreateCollection", "CollectionParamsDiff")
"""The wire types whose fields stand at the top of a declaration."""


_INDEX_TYPES = frozenset(str(one.value) for one in models.PayloadSchemaType)


def _index_type(index: Any) -> str:
    """Return the tag of an index; any of them for what is none, which then says what it lacks."""
    kind = index.get("type") if isinstance(index, Mapping) else getattr(index, "type", None)
    word = str(getattr(kind, "value", kind))
    return word if word in _INDEX_TYPES else "keyword"


PayloadIndex = Annotated[
    Annotated[models.KeywordIndexParams, Tag("keyword")]
    | Annotated[models.IntegerIndexParams, Tag("integer")]
    | Annotated[models.FloatIndexParams, Tag("float")]
    | Annotated[models.GeoIndexParams, Tag("geo")]
    | Annotated[models.TextIndexParams, Tag("text")]
    | Annotated[models.BoolIndexParams, Tag("bool")]
    | Annotated[models.DatetimeIndexParams, Tag("datetime")]
    | Annotated[models.UuidIndexParams, Tag("uuid")],
    Discriminator(_index_type),
]
"""A payload index as the API's object, found by its type: to try all eight takes five times as long."""


NEVER_COMPARED = frozenset(("lifecycle", "renamed_from", "owner", "description"))
"""Parts of a declaration that say something about it, and that no instance shows."""


class CollectionSpec(models.CreateCollection):
    """The declaration of a collection; what is None is not said.

    The fields of Qdrant's create body stand under their own names and types.

    Attributes:
        vectors: As in the create body; each may say what fills it.
        sparse_vectors: Likewise.
        quantization_config: As in the create body; `Disabled` says that there shall be none.
        read_fan_out_factor: Set by an update after creation, because a create call ignores it.
        read_fan_out_delay_ms: Milliseconds; set by an update after creation.
        payload_indexes: Field path → index, as the API's object.
        aliases: The aliases that point to it.
        shard_keys: The shard keys, as the API's objects; only with custom sharding.
        lifecycle: How it may come, change and go.
        renamed_from: The name under which it was declared before.
        owner: Who answers for it; for people.
        description: What it is for; for people.
    """

    vectors: VectorSpec | dict[str, VectorSpec] | None = None  # type: ignore[assignment]
    sparse_vectors: dict[str, SparseVectorSpec] | None = None  # type: ignore[assignment]
    quantization_config: models.QuantizationConfigDiff | None = None  # type: ignore[assignment]
    read_fan_out_factor: int | None = None
    read_fan_out_delay_ms: int | None = None
    payload_indexes: dict[str, PayloadIndex] | None = None
    aliases: list[str] | None = None
    shard_keys: list[models.CreateShardingKey] | None = None
    lifecycle: Lifecycle | None = None
    renamed_from: str | None = None
    owner: str | None = None
    description: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the declaration as JSON: only what is said; nulls stay where they are data, inside of metadata."""
        return self._json

    @cached_property
    def _json(self) -> dict[str, Any]:
        said = self.model_dump(mode="json", exclude_none=True)
        if self.metadata is not None:
            said["metadata"] = self.metadata
        return said


def is_unnamed(vectors: Any) -> bool:
    """Tell a single vector's parameters, as JSON, from a map of named ones (`size` may be the name of a vector)."""
    return isinstance(vectors, Mapping) and isinstance(vectors.get("size"), int)


@dataclass(frozen=True)
class Declared:
    """A collection as it was declared.

    Attributes:
        name: Its name.
        spec: Its declaration.
        source: Where the declaration stands.
        sources: Path inside the declaration, such as `vectors/text/size` → where that stands.
    """

    name: str
    spec: CollectionSpec
    source: Source
    sources: Mapping[str, Source] = field(default_factory=dict)


@dataclass(frozen=True)
class Schema:
    """Everything that a project declares.

    Attributes:
        project: The project's name.
        collections: Its collections by declared name.
    """

    project: str
    collections: Mapping[str, Declared]

    @cached_property
    def aliases(self) -> frozenset[str]:
        """Every alias that any collection declares."""
        return frozenset(alias for one in self.collections.values() for alias in one.spec.aliases or ())
