"""A test that fails here brings good news: the engine has mended something, and a workaround of ours may go."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.client.embedded.canaries.bugs import BUGS, DIES, HANGS

BEFORE = "from tests.client.embedded.canaries.bare import *\n"
PATIENCE = 2.0
"""Seconds until nothing is taken for a process that hangs; one that doesn't takes a fraction of it."""


@pytest.mark.parametrize("name", BUGS)
def test_the_engine_still_has_the_bug(tmp_path: Path, name: str):
    bug = BUGS[name]
    told = f"the engine no longer has this bug: {name}. What may go: {bug.workaround}"
    process = subprocess.Popen(
        [sys.executable, "-c", BEFORE + bug.code, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        shown, complaints = process.communicate(timeout=PATIENCE if bug.shown is HANGS else 120)
    except subprocess.TimeoutExpired:
        assert bug.shown is HANGS, "it hangs now, too"
        return
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    if bug.shown is DIES:
        assert process.returncode < 0, f"{told}\n{complaints}"
    elif bug.shown is HANGS:
        raise AssertionError(f"{told}\n{shown}{complaints}")
    else:
        assert process.returncode == 0, complaints
        assert re.fullmatch(bug.shown, shown.strip()), f"{told}\n{shown}"
