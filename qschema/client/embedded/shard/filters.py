"""Filters, as the engine takes them.

One nested a thousand times kills the process (qdrant-edge-py 0.9.0); a server reads no JSON that deep.
"""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client.embedded.shard.conditions import field_condition
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.ids import engine_ids
from qschema.client.errors import BadRequest, ValidationFailed

DEEPEST = 62  # a server's limit of 128 brackets, two for each filter (measured on 1.19.0)


def engine_filter(given: models.Filter | None, depth: int = 1) -> Any:
    """Return a filter as the engine takes it; None for none.

    Raises:
        BadRequest: It is nested too deeply, or says something that means nothing.
        ValidationFailed: A condition without a condition, or a number out of its bounds.
    """
    if given is None:
        return None
    if depth > DEEPEST:
        raise BadRequest(f"the filter is nested more than {DEEPEST} levels deep", status=400)
    return edge.Filter(
        must=_conditions(given.must, depth),
        should=_conditions(given.should, depth),
        must_not=_conditions(given.must_not, depth),
        min_should=_min_should(given.min_should, depth),
    )


def engine_condition(given: models.Condition, depth: int = 1) -> Any:
    """Return one condition as the engine takes it; see `engine_filter`."""
    if isinstance(given, models.FieldCondition):
        return field_condition(given)
    if isinstance(given, models.Filter):
        return engine_filter(given, depth + 1)
    with engine_errors():
        match given:
            case models.IsEmptyCondition():
                return edge.IsEmptyCondition(given.is_empty.key)
            case models.IsNullCondition():
                return edge.IsNullCondition(given.is_null.key)
            case models.HasIdCondition():
                return edge.HasIdCondition(set(engine_ids(given.has_id)))
            case models.HasVectorCondition():
                return edge.HasVectorCondition(given.has_vector)
            case models.NestedCondition():
                return edge.NestedCondition(given.nested.key, engine_filter(given.nested.filter, depth + 1))
            case models.SliceCondition():
                return _slice(given.slice)


def _slice(given: models.Slice) -> Any:
    if given.total < 1 or not 0 <= given.index < given.total:
        raise ValidationFailed("the index of a slice must be smaller than their number", status=422)
    return edge.SliceCondition(given.total, given.index)


def _min_should(given: models.MinShould | None, depth: int) -> Any:
    if given is None:
        return None
    if given.min_count < 1:
        raise ValidationFailed("min_count must be 1 or more", status=422)
    return edge.MinShould(_conditions(given.conditions, depth), given.min_count)


def _conditions(given: list[models.Condition] | models.Condition | None, depth: int) -> list[Any] | None:
    if given is None:
        return None
    return [engine_condition(one, depth) for one in (given if isinstance(given, list) else [given])]
