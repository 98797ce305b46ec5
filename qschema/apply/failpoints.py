"""Points at which a run can be made to die, so that tests can show what is left then."""

from __future__ import annotations

import os
import signal

VARIABLE = "QSCHEMA_FAILPOINT"
"""Holds the point at which the process kills itself: `KIND:before-image`, `KIND:after-execute`, …"""

BOUNDARIES = tuple(
    f"{side}-{phase}" for phase in ("image", "execute", "wait", "postcheck", "journal") for side in ("before", "after")
)
"""The boundaries of the phases of a step."""

SNAPSHOT_BOUNDARIES = ("before-snapshot", "after-snapshot")
"""Those of the snapshot that is taken before some steps, between image and execute."""


def reached(kind: str, boundary: str) -> None:
    """Tell that a run has come to a point; the process dies there, as by `kill -9`, if it was told to."""
    if os.environ.get(VARIABLE) == f"{kind}:{boundary}":
        os.kill(os.getpid(), signal.SIGKILL)
