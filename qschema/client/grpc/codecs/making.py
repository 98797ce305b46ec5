"""Models made of parts that are what they ought to be, without checking them again."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from qschema.client.models.base import Model

_set: Callable[[Any, str, Any], None] = object.__setattr__


def unchecked(model: type[Model], given: dict[str, Any]) -> Any:
    """Return a model of these parts; the others are what they are where nothing is said."""
    return filled(model, {**defaults_of(model), **given}, set(given))


def filled(model: type[Model], values: dict[str, Any], given: set[str]) -> Any:
    """Return a model of all its parts, some of which were given."""
    made: Any = model.__new__(model)
    _set(made, "__dict__", values)
    _set(made, "__pydantic_fields_set__", given)
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_private__", None)
    return made


def defaults_of(model: type[Model]) -> dict[str, Any]:
    """Return what the parts of a model are where nothing is said."""
    return {name: value.copy() if type(value) is dict else value for name, value in _defaults(model).items()}


@cache
def _defaults(model: Any) -> dict[str, Any]:
    return {name: about.default for name, about in model.model_fields.items() if not about.is_required()}
