"""Whether a snapshot fits on the disk of the instance, as far as anybody can tell."""

from __future__ import annotations

import shutil
from typing import Literal

from qschema.apply.snapshots.errors import NoRoomError
from qschema.client import QdrantClient
from qschema.client.transports.target import EmbeddedTarget, target_of
from qschema.planner.cost.footprint import footprint
from qschema.planner.shape import by_name
from qschema.schema.live import LiveCollection

Space = Literal["enough", "unknown"]


def check_space(client: QdrantClient, live: LiveCollection) -> Space:
    """Tell whether a snapshot of a collection fits.

    A server tells nobody how much of its disk is free (the telemetry of Qdrant 1.19.0 has the size of the disk), and
    whoever doesn't know must not say that it is enough. An embedded instance lies on a disk of this machine.

    Raises:
        NoRoomError: It doesn't fit.
    """
    target = target_of(client.init_options)
    if not isinstance(target, EmbeddedTarget) or target.path is None:
        return "unknown"
    free = shutil.disk_usage(target.path).free
    needed = int((live.points or 0) * footprint(by_name(live.spec.as_json())).disk)
    if needed > free:
        raise NoRoomError(target.path, needed, free)
    return "enough"
