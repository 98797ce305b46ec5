"""The engine, imported in one place, and the one place that turns its failures into the client's errors.

`qdrant-edge-py` is the server's engine in this process. Its stubs differ from what it does in details (what is
required, types that are missing), so it is used untyped here, behind typed functions.
"""

from __future__ import annotations

from types import TracebackType
from typing import Any

from qschema.client.embedded.errors import EngineMissing
from qschema.client.errors import BadRequest, NotFound, QdrantError, ServerError, UnexpectedResponse

try:
    import qdrant_edge as _qdrant_edge
except ImportError as error:
    raise EngineMissing(
        "the engine can't be loaded in this process",
        why=f"qdrant-edge-py is missing, or there is no build of it for this platform ({error})",
        fix="install qdrant-edge-py>=0.9,<0.10, or use a server",
    ) from error

edge: Any = _qdrant_edge

_NOT_FOUND = "No point with id"
_BAD_REQUEST = (
    "No range index",
    "No appropriate index",
    "Not existing vector name",
    "Validation failed",
    "Vector dimension error",
    "Wrong input",
)

# What the engine says when a formula fails on the value of a point: a missing variable, the root of a negative number.
_FORMULA = "Operation cancelled: process cancelled by service"


class engine_errors:  # noqa: N801 - read as a verb: "with engine_errors()"
    """Turns what the engine raises within into the errors that a server's answer would have been read as.

    The engine raises plain exceptions with a text, TypeError, ValueError and OverflowError where a value doesn't fit
    its bindings, and, where it panics, an exception that isn't derived from `Exception`.
    """

    __slots__ = ()

    def __enter__(self) -> None:
        """Nothing is to be prepared; a generator in place of this class took as long as a short search."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        match error:
            case None | QdrantError() | RecursionError():
                return
            case TypeError() | ValueError() | OverflowError():
                raise BadRequest(str(error), status=400) from error
            case Exception():
                raise _read(str(error)) from error
        if type(error).__name__ == "PanicException":
            raise ServerError(
                f"the engine panicked: {error}",
                status=500,
                why="this is an error in the engine",
                fix="close the client and open the folder again; what was acknowledged is in its log",
            ) from error


def _read(text: str) -> UnexpectedResponse:
    if text == _FORMULA:
        return BadRequest("the formula has no value for a point that it should score", status=400)
    if text.startswith(_NOT_FOUND):
        return NotFound(text, status=404)
    if text.startswith(_BAD_REQUEST):
        return BadRequest(text, status=400)
    return ServerError(text, status=500)
