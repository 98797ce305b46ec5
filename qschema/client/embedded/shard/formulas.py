"""Formulas that scores are computed by, as the engine takes them.

One nested five thousand times kills the process (qdrant-edge-py 0.9.0); a server reads no JSON that deep.
"""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client.embedded.shard.conditions import engine_point
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.filters import Filters
from qschema.client.embedded.shard.payloads import engine_payload
from qschema.client.errors import BadRequest

DEEPEST = 60

_DECAYS: dict[type[Any], tuple[str, str]] = {
    models.LinDecayExpression: ("Lin", "lin_decay"),
    models.ExpDecayExpression: ("Exp", "exp_decay"),
    models.GaussDecayExpression: ("Gauss", "gauss_decay"),
}
_OF_ONE: dict[type[Any], tuple[str, str]] = {
    models.NegExpression: ("Neg", "neg"),
    models.AbsExpression: ("Abs", "abs"),
    models.SqrtExpression: ("Sqrt", "sqrt"),
    models.ExpExpression: ("Exp", "exp"),
    models.Log10Expression: ("Log10", "log10"),
    models.LnExpression: ("Ln", "ln"),
}
_OF_MANY: dict[type[Any], tuple[str, str]] = {
    models.SumExpression: ("Sum", "sum"),
    models.MultExpression: ("Mult", "mult"),
}


def engine_formula(given: models.FormulaQuery, filters: Filters) -> Any:
    """Return a formula as the engine takes it.

    Raises:
        BadRequest: It is nested too deeply, or a part of it means nothing.
    """
    with engine_errors():
        return edge.Formula(_expression(given.formula, filters, 1), engine_payload(given.defaults or {}))


def _expression(given: models.Expression, filters: Filters, depth: int) -> Any:
    if depth > DEEPEST:
        raise BadRequest(f"the formula is nested more than {DEEPEST} levels deep", status=400)
    kind, build = type(given), edge.Expression
    if isinstance(given, (float, int)):
        return build.Constant(float(given))
    if isinstance(given, str):
        return build.Variable(given)
    if kind in _OF_ONE:
        name, field = _OF_ONE[kind]
        return getattr(build, name)(_expression(getattr(given, field), filters, depth + 1))
    if kind in _OF_MANY:
        name, field = _OF_MANY[kind]
        return getattr(build, name)([_expression(one, filters, depth + 1) for one in getattr(given, field)])
    if kind in _DECAYS:
        name, field = _DECAYS[kind]
        return _decay(getattr(edge.DecayKind, name), getattr(given, field), filters, depth)
    return _other(given, filters, depth)


def _other(given: Any, filters: Filters, depth: int) -> Any:
    build = edge.Expression
    match given:
        case models.GeoDistance():
            return build.GeoDistance(engine_point(given.geo_distance.origin), given.geo_distance.to)
        case models.DatetimeExpression():
            return build.Datetime(given.datetime)
        case models.DatetimeKeyExpression():
            return build.DatetimeKey(given.datetime_key)
        case models.DivExpression():
            left, right = (
                _expression(given.div.left, filters, depth + 1),
                _expression(given.div.right, filters, depth + 1),
            )
            return build.Div(left, right, given.div.by_zero_default)
        case models.PowExpression():
            return build.Pow(
                _expression(given.pow.base, filters, depth + 1), _expression(given.pow.exponent, filters, depth + 1)
            )
        case models.MaxExpression() | models.MinExpression() | models.AcoshExpression():
            raise BadRequest(f"{type(given).__name__} needs Qdrant 1.20; the engine answers as 1.19", status=400)
        case _:
            return build.Condition(filters.condition(given))


def _decay(kind: Any, given: models.DecayParamsExpression, filters: Filters, depth: int) -> Any:
    target = None if given.target is None else _expression(given.target, filters, depth + 1)
    return edge.Expression.Decay(kind, _expression(given.x, filters, depth + 1), target, given.midpoint, given.scale)
