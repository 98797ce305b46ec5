"""What is said of how a collection comes and goes: only what could differ can be ignored, and no freeze lasts long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qschema.schema.declarations import Declaration
from qschema.schema.errors import BadValueError, Problems
from qschema.schema.lifecycle import LONGEST_FREEZE, Freeze
from qschema.schema.nearest import nearest
from qschema.schema.reading.of_types import record_of
from qschema.schema.reading.paths import leads_somewhere
from qschema.schema.spec import NEVER_COMPARED, CollectionSpec

_FREE = ("payload_indexes", "metadata")
"""Parts whose members may have a slash in their names."""


def check_lifecycle(declaration: Declaration, said: Mapping[str, Any], problems: Problems) -> None:
    """Note paths to ignore that lead nowhere, because a slip of the pen would go unseen, and freezes that can't be."""
    _check_freeze(declaration, said, problems)
    paths = (said.get("lifecycle") or {}).get("ignore_changes") or ()
    for path, source in zip(paths, declaration.items("lifecycle", "ignore_changes"), strict=True):
        first, *rest = path.split("/")
        reader = record_of(CollectionSpec)
        if first in NEVER_COMPARED:
            problems.add(
                BadValueError(
                    f"{path} can't be ignored",
                    where=str(source),
                    why=f"{first} is never compared with what an instance shows",
                    fix="take it out",
                )
            )
        elif not (leads_somewhere(reader, (first, *rest)) or (first in _FREE and all(rest))):
            problems.add(
                BadValueError(
                    f"there is nothing to ignore at {path or 'an empty path'}",
                    where=str(source),
                    why="a path begins inside of the collection, such as hnsw_config/m or vectors/NAME/on_disk",
                    fix=_meant(declaration.name, first, rest, list(reader.fields)),
                )
            )


def _check_freeze(declaration: Declaration, said: Mapping[str, Any], problems: Problems) -> None:
    found = (said.get("lifecycle") or {}).get("freeze")
    if found is None:
        return
    freeze = Freeze.model_validate(found)
    if freeze.seconds > LONGEST_FREEZE:
        problems.add(
            BadValueError(
                f"nobody can be kept from writing for {freeze.at_most}",
                where=str(declaration.at("lifecycle", "freeze", "at_most")),
                why="after a minute a server's rate limit lets a write through (measured on Qdrant 1.16.3 and 1.19.0)",
                fix=f"write {LONGEST_FREEZE:g}s or less",
            )
        )
    index = (said.get("payload_indexes") or {}).get(freeze.updated_at or "") or {}
    if freeze.updated_at and index.get("type") not in ("datetime", "integer"):
        problems.add(
            BadValueError(
                f"{freeze.updated_at} doesn't tell quickly what was changed lately",
                where=str(declaration.at("lifecycle", "freeze", "updated_at")),
                why="it has no index as a datetime or an integer",
                fix=f"write payload_indexes: {{{freeze.updated_at}: datetime}}",
            )
        )


def _meant(name: str, first: str, rest: list[str], known: list[str]) -> str:
    if first == name and rest:
        return f"write {'/'.join(rest)}"
    if first not in known and (meant := nearest(first, known)):
        return f"write {'/'.join((meant, *rest))}"
    return ""
