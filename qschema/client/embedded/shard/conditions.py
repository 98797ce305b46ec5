"""Conditions on payload fields, as the engine takes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timezone
from math import isnan
from typing import Any

import numpy

from qschema.client import models
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.errors import BadRequest, ValidationFailed


def field_condition(given: models.FieldCondition) -> Any:
    """Return a condition on a payload field as the engine takes it.

    Raises:
        BadRequest: The field's path or a value means nothing.
        ValidationFailed: There is no condition in it.
    """
    said = {name: part for name in _PARTS if (part := getattr(given, name)) is not None}
    if not said:
        raise ValidationFailed(f"there is no condition on the field '{given.key}'", status=422)
    with engine_errors():
        return edge.FieldCondition(given.key, **{name: _PARTS[name](part) for name, part in said.items()})


def _match(given: models.Match) -> Any:
    match given:
        case models.MatchValue():
            # The engine takes True for 1, and 1 matches no boolean; it knows numpy's for what they are.
            value = given.value
            return edge.MatchValue(numpy.bool_(value) if isinstance(value, bool) else value)
        case models.MatchText():
            return edge.MatchText(given.text)
        case models.MatchTextAny():
            return edge.MatchTextAny(given.text_any)
        case models.MatchPhrase():
            return edge.MatchPhrase(given.phrase)
        case models.MatchPrefix():
            return edge.MatchPrefix(given.prefix)
        case models.MatchSubstring():
            raise BadRequest("`match.substring` needs Qdrant 1.20; the engine answers as 1.19", status=400)
        case models.MatchAny():
            return edge.MatchAny(given.any)
        case models.MatchExcept():
            return edge.MatchExcept(given.except_)


def engine_range(given: models.RangeInterface) -> Any:
    """Return a range of numbers or moments as the engine takes it."""
    bounds = {name: getattr(given, name) for name in ("gte", "gt", "lte", "lt")}
    if isinstance(given, models.Range):
        if any(bound is not None and isnan(bound) for bound in bounds.values()):
            raise BadRequest("a range has no bound that is not a number", status=400)  # the engine panics
        return edge.RangeFloat(**bounds)
    return edge.RangeDateTime(**{name: moment(bound) for name, bound in bounds.items()})


def moment(given: date | datetime | None) -> str | None:
    """Return a moment as text; without a time zone it is in UTC."""
    if isinstance(given, datetime):
        return (given if given.tzinfo else given.replace(tzinfo=timezone.utc)).isoformat()
    return None if given is None else given.isoformat()


def engine_point(given: models.GeoPoint) -> Any:
    """Return a place as the engine takes it."""
    return edge.GeoPoint(given.lon, given.lat)


def _box(given: models.GeoBoundingBox) -> Any:
    return edge.GeoBoundingBox(engine_point(given.top_left), engine_point(given.bottom_right))


def _radius(given: models.GeoRadius) -> Any:
    return edge.GeoRadius(engine_point(given.center), given.radius)


def _polygon(given: models.GeoPolygon) -> Any:
    return edge.GeoPolygon(_ring(given.exterior), [_ring(ring) for ring in given.interiors or []])


def _ring(given: models.GeoLineString) -> list[Any]:
    points = given.points
    if len(points) < 4 or points[0] != points[-1]:
        raise BadRequest("a line around an area has four points or more, and ends where it starts", status=400)
    return [engine_point(point) for point in points]


def _count(given: models.ValuesCount) -> Any:
    return edge.ValuesCount(lt=given.lt, gt=given.gt, lte=given.lte, gte=given.gte)


_PARTS: Mapping[str, Callable[[Any], Any]] = {
    "match": _match,
    "range": engine_range,
    "geo_bounding_box": _box,
    "geo_radius": _radius,
    "geo_polygon": _polygon,
    "values_count": _count,
    "is_empty": bool,
    "is_null": bool,
}
"""What may be said of a field → what turns it into the engine's."""
