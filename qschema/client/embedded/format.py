"""The version of the on-disk format; docs/embedded-format.md describes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qschema.client.embedded.errors import DamagedFolder, NewerFormat

FORMAT = 2
"""What is written; it goes up whenever an older version of this package could misread what this one writes."""

_READABLE = (1, FORMAT)
"""What is read. Version 1 has no `shard` and no `outdated` in its `collection.json`."""


def check_format(path: Path, document: Any, *parts: str) -> dict[str, Any]:
    """Return a document of a version that is known here.

    Args:
        path: Where it was read.
        document: What was read; None if there is nothing.
        parts: What it must have.

    Raises:
        NewerFormat: A newer version wrote it.
        DamagedFolder: It isn't a document of this package.
    """
    found: dict[str, Any] = document if isinstance(document, dict) else {}
    version = found.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise NewerFormat(
            f"a newer version of qschema wrote this instance (format {version}; this version knows {FORMAT})",
            url=str(path.parent),
            fix="upgrade qschema",
        )
    if version not in _READABLE or not found.keys() >= set(parts):
        raise DamagedFolder(f"{path.name} isn't a file that qschema wrote", url=str(path), fix="restore its folder")
    return found


def new_document(**parts: Any) -> dict[str, Any]:
    """Return a document to write, of the version that is written here."""
    return {"format": FORMAT, **parts}
