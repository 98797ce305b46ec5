"""What the YAML parser complains of, in words that say what to do."""

from __future__ import annotations

import yaml

from qschema.schema.errors import YamlError
from qschema.schema.source import Source

_COLON = "put the text into quotes, if it holds a colon; or did the line above lack one?"

_KNOWN = (
    # what the parser says → what happened, what to do
    ("maximum nesting depth", "too many levels stand in each other here", ""),
    ("tab character", "a tab, where YAML takes only spaces", "indent with spaces"),
    ("mapping values are not allowed", "a colon that can't stand here", _COLON),
    ("while scanning a simple key", "a colon is missing behind this key", "write KEY: VALUE"),
    ("while scanning a quoted scalar", "a quotation mark that is never closed", "close it"),
    ("while parsing a flow sequence", "a list that isn't closed, or lacks a comma", "close it with ]"),
    ("while parsing a flow mapping", "a map that isn't closed, or lacks a comma", "close it with }"),
    ("while parsing a block mapping", "this line doesn't fit the map that it stands in", "look at its indentation"),
    ("while parsing a block collection", "this line doesn't fit the list that it stands in", "look at its indentation"),
    (
        "unknown escape character",
        "an escape that YAML doesn't know",
        "write \\\\ for a backslash, or use single quotes",
    ),
    ("cannot start any token", "a character that can't begin a value", "put the value into quotes"),
)


def explained(error: yaml.MarkedYAMLError, text: str, file: str) -> YamlError:
    """Return what the parser said as an error with its place and a way out."""
    mark = error.problem_mark or error.context_mark
    place = Source(file, mark.line + 1, mark.column + 1) if mark else Source(file, 1, 1)
    said = f"{error.context or ''} {error.problem or ''}".strip()
    if "cannot start any token" in said and mark and _character(text, mark) == "\t":
        said = "tab character"
    what, fix = next(
        ((what, fix) for words, what, fix in _KNOWN if words in said), ("this is no YAML", "mend the file")
    )
    start = error.context_mark
    begun = Source(file, start.line + 1, start.column + 1) if start else place
    if "quoted scalar" in said and "unexpected end" in said:
        place = begun
    elif "flow" in said and "${" in "\n".join(text.splitlines()[begun.line - 1 : place.line]):
        fix = "put ${…} into quotes: without them its } ends the map"
    return YamlError(what, where=str(place), why=f"it began at {begun}" if begun != place else "", fix=fix)


def _character(text: str, mark: yaml.Mark) -> str:
    lines = text.splitlines()
    return lines[mark.line][mark.column : mark.column + 1] if mark.line < len(lines) else ""
