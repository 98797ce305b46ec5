"""One process at a time: the lock on an instance's folder, and who holds it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from qschema.client.embedded.errors import FolderInUse, NotAFolder

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_FAR = 1 << 30
"""Windows locks bytes against reading, too; so the locked one lies far behind those that name the owner."""


class FolderLock:
    """An exclusive lock on a folder, held until `release` or the end of the process, however it ends.

    Raises:
        FolderInUse: Somebody else holds it.
        NotAFolder: The folder can't be written to.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lock"
        try:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise NotAFolder(
                f"the folder can't be written to: {error.strerror}", url=str(folder), fix="check its permissions"
            ) from error
        try:
            _lock(self._descriptor)
        except OSError:
            os.close(self._descriptor)
            raise _in_use(self._path) from None
        os.ftruncate(self._descriptor, 0)
        os.write(self._descriptor, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Let others in; a second call does nothing."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            # Empty is what nobody holds. Closing the file frees the lock, unless a child of this process has it, too.
            os.ftruncate(descriptor, 0)
            _unlock(descriptor)
            os.close(descriptor)


def _in_use(path: Path) -> FolderInUse:
    pid = _owner(path)
    if pid == os.getpid():
        what, fix = f"this process ({pid}) has the folder open already", "use the client that has, or close it first"
    else:
        holder = f"process {pid}" if pid else "another process"
        what, fix = f"{holder} has the folder open", "wait until it ends, or let both use one `qschema serve`"
    error = FolderInUse(what, url=str(path.parent), fix=fix)
    error.pid = pid
    return error


def _owner(path: Path) -> int | None:
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return None


if sys.platform == "win32":

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
