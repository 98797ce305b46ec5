"""A copy in a process of its own, which may be killed: PLACE [SECONDS-PER-PAGE]."""

from __future__ import annotations

import sys
import time

from qschema.apply.copying.engine import copy_points
from qschema.apply.copying.options import CopyOptions
from qschema.apply.copying.points import PointColumns
from qschema.apply.copying.side import Side
from qschema.client import QdrantClient


def main(place: str, pause: float) -> None:
    """Copy the collection `source` into `dest`, and tell of each page that was read."""

    def slowly(points: PointColumns) -> PointColumns:
        time.sleep(pause)
        sys.stdout.write(" ".join(map(str, points.ids)) + "\n")  # in one piece: other lanes do so, too
        sys.stdout.flush()
        return points

    with QdrantClient(url=place) if "://" in place else QdrantClient(path=place) as client:
        options = CopyOptions(page=10, lanes=3, checkpoint_seconds=0.0, transform=slowly)
        side = Side(client, "source", place)
        copy_points(side, Side(client, "dest", place), options, copying="killed")


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
