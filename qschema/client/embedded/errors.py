"""What can go wrong with an engine in this process, apart from what a server would answer."""

from __future__ import annotations

from typing import ClassVar

from qschema.client.errors import QdrantError, ResponseHandlingException


class FolderInUse(QdrantError):  # noqa: N818 - named like its siblings
    """Another process, or another client of this one, has the folder open; `pid` names the process where known."""

    code: ClassVar[str] = "qdrant.embedded.in-use"
    pid: int | None = None


class NotAFolder(QdrantError):  # noqa: N818 - named like its siblings
    """The folder can't be used: it isn't one, holds something else, or may not be written to."""

    code: ClassVar[str] = "qdrant.embedded.folder"


class NewerFormat(QdrantError):  # noqa: N818 - named like its siblings
    """A newer version of qschema wrote the folder."""

    code: ClassVar[str] = "qdrant.embedded.newer-format"


class DamagedFolder(QdrantError):  # noqa: N818 - named like its siblings
    """A file in the folder isn't what this package wrote."""

    code: ClassVar[str] = "qdrant.embedded.damaged"


class ReadOnlyFolder(QdrantError):  # noqa: N818 - named like its siblings
    """The folder was opened to be read only, and the call would change something; status 403."""

    code: ClassVar[str] = "qdrant.embedded.read-only"


class DamagedCollection(DamagedFolder):
    """The points of a collection can't be read; the other collections of the folder can be used."""

    code: ClassVar[str] = "qdrant.embedded.damaged-collection"


class LostWrites(UserWarning):
    """The log of a collection couldn't be read and was set aside: what was written last is lost."""


class NotInEngine(QdrantError):  # noqa: N818 - named like its siblings
    """The engine in this process doesn't have this call; status 501."""

    code: ClassVar[str] = "qdrant.embedded.missing-call"


class EngineMissing(QdrantError):  # noqa: N818 - named like its siblings
    """There is no build of the engine for this platform, or it isn't installed."""

    code: ClassVar[str] = "qdrant.embedded.no-engine"


class WorkerDied(ResponseHandlingException):
    """The engine's process ended before it answered; what was asked may or may not have happened."""

    code: ClassVar[str] = "qdrant.embedded.worker-died"


class OpenedBeforeFork(QdrantError):  # noqa: N818 - named like its siblings
    """The engine was opened by this process's parent; its threads don't exist here."""

    code: ClassVar[str] = "qdrant.embedded.forked"
