"""Reading the files of a project, and writing them."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from qschema.schema.composing import compose
from qschema.schema.errors import BadValueError, FileUnreadableError, Problems, SchemaError, WrongTypeError
from qschema.schema.nodes import MapNode
from qschema.schema.source import Source


def read_map(path: Path, shown: str, problems: Problems, *, wanted: str) -> MapNode | None:
    """Return the map that a file holds; None if there is none, and then the mistake is noted.

    Args:
        path: The file.
        shown: Its path, as it shall be told.
        problems: Where mistakes go.
        wanted: What stands in such a file, for the sentence that says so.
    """
    try:
        root = compose(path.read_bytes(), shown, problems)
    except OSError as error:
        problems.add(unreadable(error, shown))
        return None
    except SchemaError as error:
        problems.add(error)
        return None
    if root is None or (not isinstance(root, MapNode) and getattr(root, "is_null", False)):
        problems.add(
            BadValueError(
                "the file is empty", where=str(Source(shown, 1, 1)), fix=f"write {wanted} into it, or delete it"
            )
        )
        return None
    if not isinstance(root, MapNode):
        problems.add(WrongTypeError("the file must hold a map", where=str(root.source), fix=f"write {wanted}"))
        return None
    return root


def unreadable(error: OSError, shown: str) -> FileUnreadableError:
    """Return an error of the operating system as ours."""
    if isinstance(error, FileNotFoundError):
        return FileUnreadableError("there is no such file", where=shown, fix="create it")
    if isinstance(error, IsADirectoryError):
        return FileUnreadableError("this is a folder, not a file", where=shown, fix=f"name the files: {shown}/*.yaml")
    if isinstance(error, PermissionError):
        return FileUnreadableError("this file may not be read", where=shown, fix="allow it")
    return FileUnreadableError("this file can't be read", where=shown, why=error.strerror or str(error))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file, or write it anew, so that it is either as it was or whole, whatever ends the process.

    Raises:
        OSError: It can't be written; what was there stays.
    """
    target = path.resolve()  # a link stays one
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        part.write_bytes(data)
        if target.exists():
            shutil.copymode(target, part)
        os.replace(part, target)
    except BaseException as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None  # nobody knows of the other one
        raise
