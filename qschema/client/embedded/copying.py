"""Copies of folders whose files are mostly holes: the engine makes them long before they are full."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from qschema.client.embedded.files import Files

_PART = 8 * 1024 * 1024


def copy_folder(source: Path, target: Path, *, without: str = "") -> None:
    """Copy a folder to where there is nothing yet; holes stay holes.

    Args:
        source: The folder.
        target: Where to.
        without: The name of what is left out, if anything is.
    """
    shutil.copytree(source, target, copy_function=copy_file, ignore=shutil.ignore_patterns(without))


def copy_file(source: str, target: str) -> None:
    """Copy a file without its holes."""
    if not hasattr(os, "SEEK_DATA"):
        shutil.copyfile(source, target)
        return
    with open(source, "rb") as given, open(target, "wb") as taken:
        size = os.fstat(given.fileno()).st_size
        for begin, end in _extents(given.fileno(), size):
            _copy(given.fileno(), taken.fileno(), begin, end)
        os.ftruncate(taken.fileno(), size)


def make_last(folder: Path) -> None:
    """Make all that is in a folder survive a loss of power."""
    for root, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(root, name), "rb+") as file:
                os.fsync(file.fileno())
        Files(durable=True).settle(Path(root))


def _extents(descriptor: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield from where to where a file holds data."""
    end = 0
    while end < size:
        try:
            begin = os.lseek(descriptor, end, os.SEEK_DATA)
        except OSError:  # nothing but a hole up to its end
            return
        end = os.lseek(descriptor, begin, os.SEEK_HOLE)
        yield begin, end


def _copy(source: int, target: int, begin: int, end: int) -> None:
    os.lseek(source, begin, os.SEEK_SET)
    os.lseek(target, begin, os.SEEK_SET)
    while begin < end:
        begin += os.write(target, os.read(source, min(end - begin, _PART)))
