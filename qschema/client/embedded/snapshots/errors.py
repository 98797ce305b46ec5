"""What can be wrong with the file of a snapshot, or with where it is to go.

A file that can't be read is a 500 on a server, too (measured on 1.19.0).
"""

from __future__ import annotations

from typing import ClassVar

from qschema.client.errors import QdrantError, ServerError


class NotASnapshot(ServerError):  # noqa: N818 - named like its siblings
    """The file isn't a snapshot that this package made, or one of something else."""

    code: ClassVar[str] = "qdrant.embedded.not-a-snapshot"


class NewerSnapshot(ServerError):  # noqa: N818 - named like its siblings
    """A newer version of qschema made the snapshot."""

    code: ClassVar[str] = "qdrant.embedded.newer-snapshot"


class DamagedSnapshot(ServerError):  # noqa: N818 - named like its siblings
    """Something of the snapshot is missing, or altered."""

    code: ClassVar[str] = "qdrant.embedded.damaged-snapshot"


class NotEmpty(QdrantError):  # noqa: N818 - named like its siblings
    """A snapshot of a whole instance is only recovered where there is nothing yet."""

    code: ClassVar[str] = "qdrant.embedded.not-empty"
