"""A folder in memory for what tests write: with a disk, much of their time goes into its flushes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SHARED = Path("/dev/shm")  # Linux has it
_ROOM = 8 << 30
"""Bytes that have to be free there: the suite takes 2 GB on two processors, and whoever runs out of it is killed."""

_PREFIX = "qschema-tests-"


def _remove_left() -> None:
    """Remove what a run that was killed has left: nobody sees that their memory is full of it."""
    for folder in _SHARED.glob(f"{_PREFIX}*"):
        if not Path(f"/proc/{folder.name.removeprefix(_PREFIX).partition('-')[0]}").exists():
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def temporary_files_in_memory() -> Iterator[None]:
    """Have all temporary files, of child processes too, lie in memory; nothing changes where there is little of it.

    Nor where TMPDIR says where they are to be: to keep what a test has left, name a folder.
    """
    if "TMPDIR" in os.environ or not _SHARED.is_dir() or shutil.disk_usage(_SHARED).free < _ROOM:
        yield
        return
    _remove_left()
    with tempfile.TemporaryDirectory(
        prefix=f"{_PREFIX}{os.getpid()}-", dir=_SHARED, ignore_cleanup_errors=True
    ) as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        try:
            yield
        finally:
            os.environ.pop("TMPDIR")
            tempfile.tempdir = None
