from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator

import pytest

from tests.apply.haste import nobody_else_writes

MEMORY = "/dev/shm"
ENOUGH = 2**30


@pytest.fixture(autouse=True, scope="module")
def _nobody_else_writes() -> Iterator[None]:
    """Don't wait for writers: there are none, or a test waits for them itself."""
    with nobody_else_writes():
        yield


@pytest.fixture(autouse=True, scope="package")
def folders_in_memory() -> Iterator[None]:
    """Let engines that forget work in memory where there is enough: they wait for the disk most of their time."""
    before = tempfile.tempdir
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH:
        tempfile.tempdir = MEMORY
    yield
    tempfile.tempdir = before
