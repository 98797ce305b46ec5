"""The two collections that are held against each other, and what one owes to the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from qschema.apply.copying.points import PointColumns
from qschema.apply.copying.side import Side
from qschema.apply.patience import read
from qschema.apply.transforms.calling import function
from qschema.client import models
from qschema.schema.embedding import Embed

Embedding = Callable[[Sequence[str]], Sequence[Any]]
"""Makes vectors of texts."""


@dataclass(frozen=True)
class SearchedSide(Side):
    """One of the two sides, as it can be read and searched.

    Attributes:
        embed: Vector → what makes vectors of texts for it: a function; or what is declared, which names a function
            `module:function`, or a model that the instance is asked to use.
        shard_key: The shard key whose points are read; None for all.
    """

    embed: Mapping[str, Embedding | Embed] = field(default_factory=dict)
    shard_key: models.ShardKey | None = None

    @cached_property
    def config(self) -> models.CollectionConfig:
        """The collection's configuration."""
        return read(lambda: self.client.get_collection(self.collection)).config

    @cached_property
    def dense(self) -> Mapping[str, models.VectorParams]:
        """The parameters of its dense vectors; the one without a name is called ""."""
        vectors = self.config.params.vectors
        return {"": vectors} if isinstance(vectors, models.VectorParams) else vectors or {}

    @cached_property
    def sparse(self) -> Mapping[str, models.SparseVectorParams]:
        """The parameters of its sparse vectors."""
        return self.config.params.sparse_vectors or {}

    @property
    def vectors(self) -> tuple[str, ...]:
        """The names of all its vectors."""
        return (*self.dense, *self.sparse)

    def embedded(self, using: str, texts: Sequence[str]) -> list[Any]:
        """Return what to search for, for each text.

        Raises:
            KeyError: Nothing is said of what fills this vector.
            NotCallableError: There is no such function.
        """
        embed = self.embed[using]
        if not isinstance(embed, Embed):
            made = embed(texts)
        elif ":" in embed.model:
            made = function(embed.model)(list(texts), **(embed.options or {}))
        else:
            return [models.Document(text=text, model=embed.model, options=embed.options) for text in texts]
        return [one.tolist() if hasattr(one, "tolist") else one for one in made]


def _as_it_is(points: PointColumns) -> PointColumns:
    return points


@dataclass(frozen=True)
class Counterpart:
    """What the new collection owes to the old one; without more, the same points.

    Attributes:
        expected: Returns what points of the old collection ought to be in the new one, in any number and order: with
            other ids, payloads, names of vectors; without those that are left out. It must not embed anything. Where
            only ids matter, it is called with points that have no vectors.
        same_ids: Whether it neither changes an id nor leaves a point out; then nobody reads payloads to learn the ids.
        refilled: The vectors of the new collection whose numbers are others on purpose. Each point has to have them, or
            those points that `expected` gives them to (whatever the numbers).
        renamed: Name of a vector in the new collection → its name in the old one, where they differ.
    """

    expected: Callable[[PointColumns], PointColumns] = _as_it_is
    same_ids: bool = True
    refilled: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)
