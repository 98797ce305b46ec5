"""The bounds of numbers and lists in what is asked, checked as a server does."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from qschema.client.errors import BadRequest, UnexpectedResponse, ValidationFailed
from qschema.client.models.bounds import BOUNDS, LEAST_LENGTHS


def check_bounds(body: BaseModel) -> None:
    """Check everything in the body of a call; not for points to write, which are many and are checked on their way.

    Raises:
        BadRequest: A negative number where a server reads an unsigned one; a place that is on no globe.
        ValidationFailed: Any other number out of its bounds, a list with too few items.
    """
    kind = type(body).__name__
    for name, value in body.__dict__.items():
        if value is None:
            continue
        if (kind, name) in BOUNDS:
            _check_numbers(kind, name, value)
        if isinstance(value, (list, str)) and len(value) < LEAST_LENGTHS.get((kind, name), 0):
            raise ValidationFailed(f"{name} must not be empty", status=422)
        _descend(value)


def _descend(value: Any) -> None:
    if isinstance(value, BaseModel):
        check_bounds(value)
    elif isinstance(value, list) and value and not isinstance(value[0], (float, int, str)):
        for inner in value:
            _descend(inner)


def _check_numbers(kind: str, name: str, value: Any) -> None:
    least, most = BOUNDS[kind, name]
    for number in value if isinstance(value, list) else [value]:
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            continue
        if (least is not None and number < least) or (most is not None and number > most):
            raise _refusal(kind, number, f"{name}: {number} is out of bounds ({_between(least, most)})")


def _refusal(kind: str, number: float, text: str) -> UnexpectedResponse:
    if kind == "GeoPoint" or (isinstance(number, int) and number < 0):
        return BadRequest(text, status=400)
    return ValidationFailed(text, status=422)


def _between(least: float | None, most: float | None) -> str:
    return f"{least:g} or more" if most is None else f"at most {most:g}" if least is None else f"{least:g} to {most:g}"
