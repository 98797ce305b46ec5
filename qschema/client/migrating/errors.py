"""What may become of copying collections from one instance to another."""

from __future__ import annotations

from typing import Any, ClassVar

from qschema.client.errors import QdrantError


class MigrationFailed(QdrantError):  # noqa: N818 - named like its siblings
    """Copying a collection ended before all of its points were there; `__cause__` says why, if it was a call.

    Attributes:
        copied: How many points of the collection this run has copied, each acknowledged by the destination.
    """

    code: ClassVar[str] = "qdrant.migration-failed"

    def __init__(self, what: str, *, copied: int, **about: Any) -> None:
        super().__init__(what, **about)
        self.copied = copied

    def as_json(self) -> dict[str, Any]:
        """Return the error as a JSON object, with the number of points that were copied."""
        return {**super().as_json(), "copied": self.copied}
