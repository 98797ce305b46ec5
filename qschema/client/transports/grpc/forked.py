"""Whether gRPC can be used in this process.

gRPC works with threads of its own, which a forked process doesn't have: in a child of a process that has used it, one
call in four failed (measured with grpcio 1.85.3, even on a channel made in the child). Such a child uses REST.
"""

from __future__ import annotations

import os

from qschema.client.errors import QdrantError

_first_used_in: int | None = None


def note_use() -> None:
    """Take note that this process uses gRPC."""
    global _first_used_in
    if _first_used_in is None:
        _first_used_in = os.getpid()


def is_usable() -> bool:
    """Whether no process that this one was forked from has used gRPC here."""
    return _first_used_in is None or _first_used_in == os.getpid()


def check_usable() -> None:
    """Refuse what can't go over REST instead.

    Raises:
        QdrantError: gRPC can't be used in this process.
    """
    if not is_usable():
        raise QdrantError(
            "gRPC can't be used in this process",
            why="it was forked from one that had used gRPC, whose threads it lacks",
            fix="start processes with multiprocessing's spawn or forkserver, or use the client's methods",
        )
