"""Reading the files of a project."""

from __future__ import annotations

from collections.abc import Callable
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


def unreadable(error: OSError, shown: str, *, kind: Callable[..., SchemaError] = FileUnreadableError) -> SchemaError:
    """Return an error of the operating system as ours."""
    if isinstance(error, FileNotFoundError):
        what = "there is no such file"
    elif isinstance(error, IsADirectoryError):
        what = "this is a folder, not a file"
    elif isinstance(error, PermissionError):
        what = "this file may not be read"
    else:
        what = f"this file can't be read: {error.strerror or error}"
    return kind(what, where=shown)
