"""One process that writes, or any number that read: the lock on an instance's folder, and who holds it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from qschema.client.embedded.errors import FolderInUse, NotAFolder

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_FAR = 1 << 30
"""Windows locks bytes against reading, too; so the locked ones lie far behind those that name the owner."""

_READERS = 64
"""How many processes can read at a time on Windows: each locks a byte of its own, and who writes locks all of them."""

_LOCKS = Path("/proc/locks")


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


class SharedFolderLock:
    """A lock that many can hold, but nobody while a `FolderLock` is held; it leaves the folder as it is.

    A folder that has no file to lock, and can't get one, can't be written to by anybody; it is read without a lock.

    Raises:
        FolderInUse: Somebody has it open to write.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / "lock"
        self._descriptor = _open_to_read(path)
        if self._descriptor >= 0:
            try:
                _share(self._descriptor)
            except OSError:
                os.close(self._descriptor)
                raise _in_use(path) from None

    def release(self) -> None:
        """Let go of it; a second call does nothing."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


def _open_to_read(path: Path) -> int:
    for flags in (os.O_RDONLY, os.O_RDONLY | os.O_CREAT):
        with suppress(OSError):
            return os.open(path, flags, 0o644)
    return -1


def _in_use(path: Path) -> FolderInUse:
    pids = _holders(path) or _written_down(path)
    here, fix = os.getpid(), "wait until it ends, or let both use one `qschema serve`"
    if here in pids:
        what, fix = f"this process ({here}) has the folder open already", "use the client that has, or close it first"
    elif len(pids) > 1:
        what = f"processes {', '.join(map(str, pids))} have the folder open"
    else:
        what = f"{f'process {pids[0]}' if pids else 'another process'} has the folder open"
    error = FolderInUse(what, url=str(path.parent), fix=fix)
    error.pid = here if here in pids else next(iter(pids), None)
    return error


def _written_down(path: Path) -> list[int]:
    """Return the process that opened the folder to write last; it may have been killed since."""
    try:
        return [int(path.read_text())]
    except (OSError, ValueError):
        return []


def _holders(path: Path) -> list[int]:
    """Return the processes that hold a lock, where the system tells: `1: FLOCK ADVISORY READ PID ??:??:INODE …`."""
    try:
        inode = str(path.stat().st_ino)
        fields = [line.split() for line in _LOCKS.read_text().splitlines()]
    except OSError:
        return []
    return sorted({int(one[4]) for one in fields if one[1] == "FLOCK" and one[5].rpartition(":")[2] == inode} - {0})


if sys.platform == "win32":

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, _READERS)
        os.lseek(descriptor, 0, os.SEEK_SET)

    def _share(descriptor: int) -> None:
        for reader in range(_READERS):
            os.lseek(descriptor, _FAR + reader, os.SEEK_SET)
            with suppress(OSError):
                return msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        raise BlockingIOError

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, _READERS)

else:

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _share(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
