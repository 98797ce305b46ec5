"""Names: those that Qdrant refuses, and those that qschema keeps for itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from qschema.schema.declarations import Declaration
from qschema.schema.errors import BadNameError, BadValueError, DeclaredTwiceError, Problems, ReservedNameError
from qschema.schema.live import MARK_KEY, RESERVED_PREFIX
from qschema.schema.spec import is_unnamed

_FORBIDDEN = frozenset('<>:"/\\|?*\0\x1f')
"""Characters that neither collections nor vectors may have in their names (measured on Qdrant 1.19.0)."""

_LONGEST_COLLECTION = 255
_LONGEST_VECTOR = 200
"""In bytes of UTF-8: a folder is named after a collection, and files after a vector (measured on Qdrant 1.19.0)."""

_GENERATION = re.compile(r"(.+)__g[0-9]+")


def refusal(name: str, longest: int = _LONGEST_COLLECTION) -> str:
    """Return why Qdrant refuses a collection of a name; empty if it doesn't."""
    if not name:
        return "a name has at least one character"
    if name in (".", ".."):
        return "it can't stand in a URL"
    if forbidden := sorted(_FORBIDDEN & set(name)):
        return f"Qdrant allows no {' '.join(map(_shown, forbidden))} in it"
    if len(name.encode()) > longest:
        return f"it has {len(name.encode())} bytes, and Qdrant allows {longest}"
    return ""


def _shown(character: str) -> str:
    return character if character.isprintable() else f"U+{ord(character):04X}"


def check_collection_name(
    declaration: Declaration, declarations: Mapping[str, Declaration], problems: Problems
) -> None:
    """Note a collection's name that can't be one."""
    name, where = declaration.name, str(declaration.source)
    if why := refusal(name):
        problems.add(BadNameError(f"a collection can't be called {_quoted(name)}", where=where, why=why))
    elif name.startswith(RESERVED_PREFIX):
        problems.add(
            ReservedNameError(
                f"a collection can't be called {_quoted(name)}",
                where=where,
                why=f"names that begin with {RESERVED_PREFIX} are those of the ledger and its locks",
                fix="choose another name",
            )
        )
    elif (generation := _GENERATION.fullmatch(name)) and generation[1] in declarations:
        problems.add(
            ReservedNameError(
                f"a collection can't be called {_quoted(name)}",
                where=where,
                why=f"{generation[1]} is declared too, and replacements of it are called so",
                fix="choose another name",
            )
        )


def check_vector_names(declaration: Declaration, said: Mapping[str, Any], problems: Problems) -> None:
    """Note vectors' names that can't be such, or that two vectors have."""
    vectors = said.get("vectors") or {}
    dense = set() if is_unnamed(vectors) else set(vectors)
    sparse = set(said.get("sparse_vectors") or {})
    for part, names in (("vectors", dense - {""}), ("sparse_vectors", sparse)):
        for name in sorted(names):
            if name not in (".", "..") and (why := refusal(name, _LONGEST_VECTOR)):
                where = str(declaration.at(part, name))
                problems.add(BadNameError(f"a vector can't be called {_quoted(name)}", where=where, why=why))
    for name in sorted(dense & sparse):
        problems.add(
            DeclaredTwiceError(
                f"two vectors of {declaration.name} are called {_quoted(name)}",
                where=str(declaration.at("sparse_vectors", name)),
                why=f"{declaration.at('vectors', name)} declares a dense one of that name",
                fix="rename one of them",
            )
        )


def check_metadata(declaration: Declaration, said: Mapping[str, Any], problems: Problems) -> None:
    """Note keys of the metadata that hold nothing, and the one that holds the mark of ownership."""
    for key, value in (said.get("metadata") or {}).items():
        if value is None:
            problems.add(
                BadValueError(
                    f"metadata/{key} can't be nothing",
                    where=str(declaration.at("metadata", key)),
                    why="Qdrant takes a key without a value for one to remove",
                    fix="give it a value, or leave it out",
                )
            )
    if MARK_KEY in (said.get("metadata") or {}):
        problems.add(
            ReservedNameError(
                f"the metadata can't have the key {MARK_KEY}",
                where=str(declaration.at("metadata", MARK_KEY)),
                why="it holds the mark that says which project owns the collection",
                fix="choose another key",
            )
        )


def _quoted(name: str) -> str:
    return repr(name if len(name) <= 60 else f"{name[:57]}…")
