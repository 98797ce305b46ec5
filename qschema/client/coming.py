"""What the official client has and this version doesn't have yet, in words."""

from __future__ import annotations

from typing import ClassVar

from qschema.client.errors import QdrantError


class NotYetAvailable(QdrantError, ImportError):  # noqa: N818 - named like its siblings
    """The official client has this; here it comes with a later version.

    It is an ImportError as well, so that code that tries a name and can do without it does.
    """

    code: ClassVar[str] = "qdrant.not-yet"


def no_embedding(method: str) -> NotYetAvailable:
    """Return the error of the methods around FastEmbed's models."""
    return NotYetAvailable(
        f"{method} isn't part of this version",
        why="it comes with inference on this side",
        fix="ask fastembed itself, or have the instance embed `Document` and `Image` objects",
    )
