"""Filters, as the engine takes them.

One nested a thousand times kills the process (qdrant-edge-py 0.9.0); a server reads no JSON that deep.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from qschema.client import models
from qschema.client.embedded.shard.conditions import field_condition
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.ids import engine_ids
from qschema.client.embedded.shard.words import WORDS, words_condition
from qschema.client.errors import BadRequest, ValidationFailed

DEEPEST = 62  # a server's limit of 128 brackets, two for each filter (measured on 1.19.0)


class Filters:
    """Turns filters into the engine's.

    Args:
        indexed: The fields that have an index: what a condition means may depend on it.
        texts: Those that have a full-text index.
    """

    def __init__(self, indexed: Set[str], texts: Set[str]) -> None:
        self._indexed = indexed
        self._texts = texts

    def filter(self, given: models.Filter | None) -> Any:
        """Return a filter as the engine takes it; None for none.

        Raises:
            BadRequest: It is nested too deeply, or says something that means nothing.
            ValidationFailed: A condition without a condition, or a number out of its bounds.
        """
        return None if given is None else self._filter(given, "", 1)

    def condition(self, given: models.Condition) -> Any:
        """Return one condition as the engine takes it; see `filter`."""
        return self._condition(given, "", 1)

    def _filter(self, given: models.Filter, within: str, depth: int) -> Any:
        """Return a filter on points, or, `within` a list of objects, on its elements."""
        if depth > DEEPEST:
            raise BadRequest(f"the filter is nested more than {DEEPEST} levels deep", status=400)
        return edge.Filter(
            must=self._conditions(given.must, within, depth),
            should=self._conditions(given.should, within, depth),
            must_not=self._conditions(given.must_not, within, depth),
            min_should=self._min_should(given.min_should, within, depth),
        )

    def _condition(self, given: models.Condition, within: str, depth: int) -> Any:
        if isinstance(given, models.Filter):
            return self._filter(given, within, depth + 1)
        with engine_errors():
            match given:
                case models.FieldCondition():
                    return self._field(given, within)
                case models.NestedCondition():
                    inner = f"{within}{_elements(given.nested.key)}."
                    return edge.NestedCondition(given.nested.key, self._filter(given.nested.filter, inner, depth + 1))
                case models.IsEmptyCondition():
                    return edge.IsEmptyCondition(given.is_empty.key)
                case models.IsNullCondition():
                    return self._null(given.is_null.key, within)
                case models.HasIdCondition():
                    return edge.HasIdCondition(set(engine_ids(given.has_id)))
                case models.HasVectorCondition():
                    return edge.HasVectorCondition(given.has_vector)
                case models.SliceCondition():
                    return _slice(given.slice)

    def _field(self, given: models.FieldCondition, within: str) -> Any:
        condition = field_condition(given)
        if isinstance(given.match, WORDS) and within + condition.key not in self._texts:
            return words_condition(given)
        return condition

    def _null(self, key: str, within: str) -> Any:
        """A list that holds a null counts as null only where the field has an index; for the engine it always does.

        Measured on 1.19.0. A null has no values, a list with a null in it has one.
        """
        condition = edge.IsNullCondition(key)
        if within + condition.key in self._indexed:
            return condition
        return edge.Filter(must=[condition, edge.FieldCondition(key, values_count=edge.ValuesCount(lt=1))])

    def _min_should(self, given: models.MinShould | None, within: str, depth: int) -> Any:
        if given is None:
            return None
        if given.min_count < 1:
            raise ValidationFailed("min_count must be 1 or more", status=422)
        return edge.MinShould(self._conditions(given.conditions, within, depth), given.min_count)

    def _conditions(
        self, given: list[models.Condition] | models.Condition | None, within: str, depth: int
    ) -> list[Any] | None:
        if given is None:
            return None
        return [self._condition(one, within, depth) for one in (given if isinstance(given, list) else [given])]


def _slice(given: models.Slice) -> Any:
    if given.total < 1 or not 0 <= given.index < given.total:
        raise ValidationFailed("the index of a slice must be smaller than their number", status=422)
    return edge.SliceCondition(given.total, given.index)


def _elements(key: str) -> str:
    """Return the path of the elements of a list of objects: `items` and `items[]` are the same."""
    path: str = edge.IsEmptyCondition(key).key
    return path if path.endswith("[]") else f"{path}[]"
