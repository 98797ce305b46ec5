"""The version of the on-disk format; docs/embedded-format.md describes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qschema.client.embedded.errors import DamagedFolder, NewerFormat

FORMAT = 1
"""Raised whenever an older version of this package could misread what this one writes."""


def check_format(path: Path, document: Any) -> dict[str, Any]:
    """Return a document of a version that is known here.

    Raises:
        NewerFormat: A newer version wrote it.
        DamagedFolder: It isn't a document of this package.
    """
    version = document.get("format") if isinstance(document, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise DamagedFolder(
            f"{path.name} isn't a file that qschema wrote", url=str(path), fix="restore it, or its folder"
        )
    if version > FORMAT:
        raise NewerFormat(
            f"a newer version of qschema wrote this instance (format {version}; this version knows {FORMAT})",
            url=str(path.parent),
            fix="upgrade qschema",
        )
    found: dict[str, Any] = document
    return found
