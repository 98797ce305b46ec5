"""Leaving points out."""

from __future__ import annotations

from typing import Any

from qschema.apply.copying.points import PointColumns
from qschema.apply.transforms.base import Tools, Transform
from qschema.apply.transforms.calling import FunctionName, function
from qschema.client import models


class FilterPoints(Transform):
    """Copies only points that a filter finds. The source looks for them, so it is about points as they are there.

    Attributes:
        filter: The filter, as the API has it.
    """

    filter: models.Filter

    def apply(self, points: PointColumns, tools: Tools) -> PointColumns:
        """Leave them as they are: those that aren't wanted were never read."""
        return points


class KeepPoints(Transform):
    """Copies only points that a function wants.

    Attributes:
        keep: The function; it gets a payload, and returns whether the point is copied.
    """

    keep: FunctionName

    def apply(self, points: PointColumns, tools: Tools) -> PointColumns:
        """Leave out those that it doesn't want."""
        wants: Any = function(self.keep)
        return points.take([row for row, payload in enumerate(points.payloads) if wants(payload)])
