"""Payload indexes: paths that Qdrant understands and shows as they are written, and options that make sense."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from qschema.schema.declarations import Declaration
from qschema.schema.errors import BadNameError, ContradictionError, Problems

_KEY = r'(?:[\w-]+|"[^"\\]*")'
_PATH = re.compile(rf"{_KEY}(?:\[\d*\])*(?:\.{_KEY}(?:\[\d*\])*)*")
_QUOTED = re.compile(r'"([\w-]+)"')
_PLACE = re.compile(r"\[0+(\d+)\]")


def canonical(path: str) -> str | None:
    """Return the path of a field as Qdrant shows it; None if it is no path.

    Keys are quoted only where they must be, and numbers have no zeros before them (measured on Qdrant 1.19.0, whose
    lib/segment/src/json_path/parse.rs takes letters and digits of any script, `_` and `-` without quotes).
    """
    if not _PATH.fullmatch(path):
        return None
    quoted = re.split(r'("[^"]*")', path)
    return "".join((_QUOTED.sub(r"\1", part) if part.startswith('"') else _PLACE.sub(r"[\1]", part)) for part in quoted)


def check_indexes(declaration: Declaration, said: Mapping[str, Any], problems: Problems) -> None:
    """Note payload indexes on what is no path, and those that find nothing."""
    for field, index in (said.get("payload_indexes") or {}).items():
        where = str(declaration.at("payload_indexes", field))
        shown = canonical(field)
        if shown is None:
            problems.add(
                BadNameError(
                    f"{field or 'an empty text'} is no path of a field",
                    where=where,
                    why="a path is keys with dots between them, with [] behind one for all items of a list",
                    fix=_fix(field),
                )
            )
        elif shown != field:
            problems.add(
                BadNameError(
                    f"the field {field} is another way to write {shown}",
                    where=where,
                    why="Qdrant shows it in the shorter way, so the two would never agree",
                    fix=f"write {shown}",
                )
            )
        if index["type"] == "integer" and index.get("lookup") is False and index.get("range") is False:
            problems.add(
                ContradictionError(
                    f"the index on {field} answers neither lookups nor ranges",
                    where=where,
                    why="Qdrant refuses an integer index with both switched off",
                    fix="leave one of them on",
                )
            )


def _fix(field: str) -> str:
    """Suggest to quote those keys that need it."""
    if "" in field.split("."):
        return "name a field" if not field else "take the needless dot out"
    keys = [key if re.fullmatch(_KEY + r"(\[\d*\])*", key) else f'"{key}"' for key in field.split(".")]
    meant = ".".join(keys)
    return f"write '{meant}' if that is the name of the field" if canonical(meant) else ""
