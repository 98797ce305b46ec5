"""Looking at the conditions of filters."""

from __future__ import annotations

from collections.abc import Iterator

from qschema.client import models


def conditions_in(filter: models.Filter) -> Iterator[models.Condition]:
    """Yield the conditions of a filter, not those within them, in the order in which a server looks at them."""
    for given in (filter.must, filter.must_not, filter.should):
        yield from given if isinstance(given, list) else [given] if given is not None else []
    if filter.min_should is not None:
        yield from filter.min_should.conditions


def conditions_within(filter: models.Filter | None) -> Iterator[models.Condition]:
    """Yield the conditions of a filter with those of all filters within it, and without these filters themselves."""
    for condition in () if filter is None else conditions_in(filter):
        if isinstance(condition, models.Filter):
            yield from conditions_within(condition)
        elif isinstance(condition, models.NestedCondition):
            yield from conditions_within(condition.nested.filter)
        else:
            yield condition


def condition_count(filter: models.Filter | None) -> int:
    """Return how many conditions a filter has."""
    return sum(1 for _ in conditions_within(filter))
