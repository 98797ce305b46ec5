"""What fills a vector: a model that has a name, and fields that have paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qschema.schema.checks.indexes import canonical
from qschema.schema.declarations import Declaration
from qschema.schema.errors import BadNameError, BadValueError, Problems
from qschema.schema.spec import is_unnamed


def check_embeddings(declaration: Declaration, said: Mapping[str, Any], problems: Problems) -> None:
    """Note models without a name, and what is no path of a field."""
    for at, embed in _embeddings(said):
        if not embed["model"]:
            problems.add(
                BadValueError(
                    f"{'/'.join((*at, 'model'))} is empty",
                    where=str(declaration.at(*at, "model")),
                    fix="name the model, such as BAAI/bge-small-en-v1.5",
                )
            )
        where = str(declaration.at(*at, "from"))
        if not embed["from"]:
            problems.add(
                BadValueError(f"{'/'.join((*at, 'from'))} names no field", where=where, fix="write from: FIELD")
            )
        for field in embed["from"]:
            if canonical(field) is None:
                problems.add(
                    BadNameError(
                        f"{field or 'an empty text'} is no path of a field",
                        where=where,
                        why="a path is keys with dots between them, with [] behind one for all items of a list",
                    )
                )


def _embeddings(said: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """Yield each `embed` of a declaration with its path."""
    for part in ("vectors", "sparse_vectors"):
        vectors = said.get(part) or {}
        unnamed = part == "vectors" and is_unnamed(vectors)
        found = {(part,): vectors} if unnamed else {(part, name): vector for name, vector in vectors.items()}
        for at, vector in found.items():
            if embed := vector.get("embed"):
                yield (*at, "embed"), embed
