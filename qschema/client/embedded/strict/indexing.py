"""Filters, formulas and groups on payload fields that have no index for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from qschema.client import models
from qschema.client.embedded.conditions import conditions_in
from qschema.client.embedded.config.indexes import field_path
from qschema.client.embedded.strict.kinds import NUMBERS, Use, needed, offered
from qschema.client.embedded.strict.refusals import refused
from qschema.client.errors import BadRequest

Indexes = Mapping[str, Any]
"""Payload field → its index as it was declared."""

Need = tuple[str, tuple[Use, ...]]
"""A field, and the uses that its index must have one of."""

_SCORE = re.compile(r"\$score(\[\d+\])?")
_CONDITIONS = (
    models.FieldCondition,
    models.IsEmptyCondition,
    models.IsNullCondition,
    models.HasIdCondition,
    models.HasVectorCondition,
    models.NestedCondition,
    models.SliceCondition,
    models.Filter,
)


def check_filter(filter: models.Filter, indexes: Indexes) -> None:
    """Refuse a filter on a field that has no index for it."""
    _check(_of_filter(filter, ""), indexes, "filter")


def check_formula(formula: models.Expression, indexes: Indexes) -> None:
    """Refuse a formula with a field that has no index for it."""
    _check(_of_formula(formula), indexes, "formula expression")


def check_group(field: str, indexes: Indexes) -> None:
    """Refuse groups by a field whose values can't be looked up in an index."""
    help = "Create an index supporting `match` for this key."
    index = indexes.get(_canonical(field))
    if index is None:
        raise refused(f'Index required but not found for "{_canonical(field)}"', help)
    if not any(use.value[1] == "match" for use in offered(index)):
        kind = index if isinstance(index, str) else index["type"]
        raise refused(f'Index of type "{kind.capitalize()}" found for "{_canonical(field)}"', help)


def _check(needs: Iterable[Need], indexes: Indexes, what: str) -> None:
    for field, uses in needs:
        index = indexes.get(field)
        if uses and (index is None or offered(index).isdisjoint(uses)):
            kinds = ", ".join(sorted({use.index for use in uses}))
            raise refused(
                f'Index required but not found for "{field}" of one of the following types: [{kinds}]',
                f"Create an index for this key or use a different {what}.",
            )


def _of_filter(filter: models.Filter, within: str) -> Iterator[Need]:
    for condition in conditions_in(filter):
        yield from _of_condition(condition, within)


def _of_condition(condition: models.Condition, within: str) -> Iterator[Need]:
    match condition:
        case models.Filter():
            yield from _of_filter(condition, within)
        case models.NestedCondition():
            key = _canonical(within + condition.nested.key)
            yield from _of_filter(condition.nested.filter, f"{key if key.endswith('[]') else f'{key}[]'}.")
        case models.FieldCondition():
            yield _canonical(within + condition.key), needed(condition)
        case models.IsEmptyCondition():
            yield _canonical(within + condition.is_empty.key), needed(condition)
        case models.IsNullCondition():
            yield _canonical(within + condition.is_null.key), needed(condition)


def _of_formula(expression: Any) -> Iterator[Need]:
    if isinstance(expression, str):
        if not _SCORE.fullmatch(expression):
            yield _canonical(expression), NUMBERS
    elif isinstance(expression, models.DatetimeKeyExpression):
        yield _canonical(expression.datetime_key), (Use.DATETIME_RANGE,)
    elif isinstance(expression, models.GeoDistance):
        yield _canonical(expression.geo_distance.to), (Use.GEO,)
    elif isinstance(expression, _CONDITIONS):
        yield from _of_condition(expression, "")
    elif isinstance(expression, list):
        for part in expression:
            yield from _of_formula(part)
    elif isinstance(expression, BaseModel) and not isinstance(expression, models.DatetimeExpression):
        for name in type(expression).model_fields:
            yield from _of_formula(getattr(expression, name))


def _canonical(field: str) -> str:
    """Return a path as indexes are listed by; one that can't be read is refused by whoever reads it."""
    try:
        return field_path(field)
    except BadRequest:
        return field
