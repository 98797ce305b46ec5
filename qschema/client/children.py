"""Processes that this package starts for itself: Python modules at the other end of two pipes.

Not `multiprocessing`: its processes import the caller's script anew, which breaks scripts without a main guard,
notebooks and programs that embed Python.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import BinaryIO

_PR_SET_PDEATHSIG = 1
"""A number of the kernel (linux/prctl.h)."""


def start_child(module: str) -> subprocess.Popen[bytes]:
    """Start `python -m module` with pipes to its input and from its output.

    Raises:
        OSError: It can't be started, or Python doesn't know its own executable.
    """
    if not sys.executable:
        raise FileNotFoundError("Python doesn't know its own executable")
    return subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=_environment(),
        start_new_session=os.name != "nt",
    )


def pipes_to_parent() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes from and to the parent, and keep all else that reads, prints or interrupts away from them."""
    # What a terminal sends to interrupt the parent arrives here, too; it is the parent's to decide.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from_parent = os.fdopen(os.dup(0), "rb")
    to_parent = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return from_parent, to_parent


def end_with_parent(parent: int) -> None:
    """Have the system kill this process when its parent ends, however that happens; only Linux can.

    Elsewhere the end of its input says so, as soon as somebody reads it.

    Args:
        parent: The number of the parent's process.
    """
    if sys.platform != "linux":
        return
    import ctypes

    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before it was asked for
        os.kill(os.getpid(), signal.SIGKILL)


def how_it_ended(code: int) -> str:
    """Say in words how a process ended."""
    return f"signal {-code} killed it" if code < 0 else f"it exited with status {code}"


def _environment() -> dict[str, str]:
    """The child finds what this process has imported, and nothing that happens to lie where it was started."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONSAFEPATH": "1", "RUST_BACKTRACE": "0"}
