"""Files that are there whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import orjson

from qschema.client.embedded.errors import DamagedFolder


class Files:
    """Writes small documents.

    Args:
        durable: Whether what was written survives a loss of power. What is thrown away with the process needn't.

    Attributes:
        durable: The same.
    """

    def __init__(self, *, durable: bool) -> None:
        self.durable = durable

    def write(self, path: Path, document: Any) -> None:
        """Replace a file by a JSON document: a reader, or a crash, meets the old one or the new one."""
        temporary = path.with_name(f"{path.name}.new")
        with open(temporary, "wb") as file:
            file.write(orjson.dumps(document, option=orjson.OPT_INDENT_2))
            if self.durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(temporary, path)
        self.settle(path.parent)

    def settle(self, folder: Path) -> None:
        """Make what was created, renamed or removed in a folder last. Windows does so by itself."""
        if not self.durable or os.name == "nt":
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def read_document(path: Path) -> Any:
    """Return the JSON document in a file, None if there is no such file.

    Raises:
        DamagedFolder: It isn't JSON.
    """
    try:
        return orjson.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise DamagedFolder(f"{path.name} can't be read: {error}", url=str(path), fix="restore its folder") from error
