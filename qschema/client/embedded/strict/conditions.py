"""Filters as strict mode sees them: how many conditions there are, and how large they are."""

from __future__ import annotations

from qschema.client import models
from qschema.client.embedded.conditions import condition_count, conditions_within
from qschema.client.embedded.strict.limits import Limits
from qschema.client.embedded.strict.refusals import refused


def check_conditions(filter: models.Filter, limits: Limits) -> None:
    """Refuse a filter with too many conditions, or with one that lists too much."""
    most = limits.get("filter_max_conditions")
    if most is not None and (count := condition_count(filter)) > most:
        raise refused(
            f"Filter condition limit reached ({count} > {most})", "Reduce the amount of conditions of your filter."
        )
    largest = limits.get("condition_max_size")
    if largest is not None and (size := max(map(_size, conditions_within(filter)), default=0)) > largest:
        raise refused(f"Condition size limit reached ({size} > {largest})", "Reduce the size of your condition.")


def _size(condition: models.Condition) -> int:
    """Return how many values a condition lists."""
    if isinstance(condition, models.HasIdCondition):
        return len(condition.has_id)
    match = condition.match if isinstance(condition, models.FieldCondition) else None
    if isinstance(match, models.MatchAny):
        return len(match.any)
    return len(match.except_) if isinstance(match, models.MatchExcept) else 0
