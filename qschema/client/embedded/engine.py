"""The engine: requests in, results out, as a single node of a server would answer them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.checks import check
from qschema.client.embedded.errors import NotAFolder, NotInEngine
from qschema.client.embedded.files import Files
from qschema.client.embedded.folder_lock import FolderLock
from qschema.client.embedded.handlers import HANDLERS
from qschema.client.embedded.instance import Instance, check_folder
from qschema.client.embedded.locking.modes import mode_of
from qschema.client.errors import BadRequest, QdrantError
from qschema.client.requests.base import Request

R = TypeVar("R")


class Engine:
    """An instance in a folder. Any number of threads may share it.

    Reading waits for nobody but a change of the collection's configuration; writes of a collection come one after the
    other. (The engine itself holds Python's global lock in every call.)

    Args:
        folder: Where everything lies; made if it doesn't exist.
        durable: Whether what was acknowledged survives a loss of power, as far as it does on a server.
        instance: Makes what lies in the folder.

    Raises:
        FolderInUse: Somebody else has the folder open.
        NotAFolder: It can't be used.
        NewerFormat: A newer version of this package wrote it.
        DamagedFolder: A file in it can't be read.
    """

    def __init__(
        self, folder: Path, *, durable: bool = True, instance: Callable[[Path, Files], Instance] = Instance
    ) -> None:
        self.folder = folder
        _make(folder)
        self._lock = FolderLock(folder)
        try:
            self._instance = instance(folder, Files(durable=durable))
        except BaseException:
            self._lock.release()
            raise

    def handle(self, request: Request[R]) -> R:
        """Answer a request.

        Raises:
            UnexpectedResponse: What a server would refuse, with its status.
            NotInEngine: The engine doesn't have the call.
        """
        try:
            handler = HANDLERS.get(type(request))
            if handler is None:
                raise _missing(request)
            check(request)
            with Catalogue(self._instance, mode_of(type(request))) as catalogue:
                result: R = handler(catalogue, request)
        except QdrantError as error:
            raise _placed(error, request, self.folder) from error.__cause__
        except RecursionError:
            deep = BadRequest("the request is nested too deeply", status=400)
            raise _placed(deep, request, self.folder) from None
        return result

    def close(self) -> None:
        """Let calls that are under way end, write everything out, and let others use the folder.

        A second call does nothing.
        """
        self._instance.optimiser.stop()
        with self._instance.calls.writing(), self._instance.calls.alone():
            try:
                self._instance.close()
            finally:
                self._lock.release()


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        check_folder(folder)
    except OSError as error:
        raise NotAFolder(
            f"there can't be an instance there: {error.strerror}", url=str(folder), fix="choose another path"
        ) from error


def _missing(request: Request[Any]) -> NotInEngine:
    return NotInEngine(
        f"{type(request).__name__} is not in the embedded engine", status=501, fix="use a Qdrant server for this call"
    )


def _placed(error: QdrantError, request: Request[Any], folder: Path) -> QdrantError:
    """Return an error that says which call it was, and where it went."""
    error.method = error.method or request.rest.verb
    error.url = error.url or str(folder)
    error.collection = error.collection or request.collection
    error.where = f"{error.method} {error.url}"
    return error
