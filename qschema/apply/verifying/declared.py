"""From what is declared and planned to what a verification takes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy

from qschema.apply.copying.points import PointColumns
from qschema.apply.copying.vector_column import VectorColumn
from qschema.apply.transforms.embed import texts_in
from qschema.apply.transforms.paths import values_at
from qschema.apply.verifying.queries import Query, read_queries
from qschema.apply.verifying.sides import Counterpart
from qschema.planner.steps.passage import Passage
from qschema.schema.embedding import Embed
from qschema.schema.spec import CollectionSpec
from qschema.schema.verification import Verify


def embeds_of(spec: CollectionSpec) -> dict[str, Embed]:
    """Return what fills the vectors of a collection, by their names; the one without a name is called ""."""
    dense = spec.vectors if isinstance(spec.vectors, dict) else {"": spec.vectors}
    vectors = {**dense, **(spec.sparse_vectors or {})}
    return {name: vector.embed for name, vector in vectors.items() if vector and vector.embed}


def embeds_after(passage: Passage, before: Mapping[str, Embed]) -> dict[str, Embed]:
    """Return what fills the vectors of a copy.

    Args:
        passage: What becomes of the vectors.
        before: What fills those of the original.
    """
    new_names = {old: new for new, old in passage.renamed.items()}
    kept = {new_names.get(name, name): embed for name, embed in before.items() if name not in passage.dropped}
    return {**kept, **{name: Embed.model_validate(embed) for name, embed in passage.refilled.items()}}


def queries_of(required: Verify | None, directory: Path) -> tuple[Query, ...]:
    """Return the saved queries that a declaration names.

    Args:
        required: What is declared.
        directory: The project's folder.

    Raises:
        QueriesFileError: The file, or a line of it, can't be read.
    """
    file = required and required.overlap and required.overlap.queries
    return read_queries(directory / file) if file else ()


def counterpart_of(passage: Passage) -> Counterpart:
    """Return what a planned copy owes to its source: vectors go, get other names, or are filled anew.

    A vector that is filled anew has to be there wherever one of the fields is that it is filled from.

    Args:
        passage: What becomes of the vectors.
    """

    def expected(points: PointColumns) -> PointColumns:
        new_names = {old: new for new, old in passage.renamed.items()}
        kept = {new_names.get(name, name): vector for name, vector in points.vectors.items() if name not in dropped}
        filled = {name: _where_filled(points, embed) for name, embed in passage.refilled.items()}
        return PointColumns(points.ids, {**kept, **filled}, points.payloads)

    dropped = frozenset(passage.dropped)
    return Counterpart(expected, refilled=frozenset(passage.refilled), renamed=passage.renamed)


def _where_filled(points: PointColumns, embed: Mapping[str, Any]) -> VectorColumn:
    """Return a vector of unknown numbers that those points have that have something to fill it from."""
    paths = Embed.model_validate(embed).from_
    present = [any(texts_in(value) for path in paths for value in values_at(one, path)) for one in points.payloads]
    unknown: list[Any] = [None] * len(points)
    return VectorColumn(unknown, numpy.asarray(present, numpy.bool_))
