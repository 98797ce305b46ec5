"""Expressions of formulas."""

from __future__ import annotations

from qschema.client import models
from qschema.client.grpc.codecs.choices import Case
from qschema.client.grpc.mapping.filters import CONDITIONS
from qschema.client.grpc.mapping.registry import one_of, record, same

record(models.GeoDistanceParams, "GeoDistance")
record(models.DivParams, "DivExpression")
record(models.PowParams, "PowExpression")
same(models.DecayParamsExpression, models.MultExpression, models.SumExpression, models.MaxExpression)
same(models.MinExpression)
one_of(
    "Expression",
    Case("constant", float, int),
    Case("variable", str),
    Case("condition", *(kind for case in CONDITIONS for kind in case.kinds)),
    Case("geo_distance", models.GeoDistance, inside="geo_distance"),
    Case("datetime", models.DatetimeExpression, inside="datetime"),
    Case("datetime_key", models.DatetimeKeyExpression, inside="datetime_key"),
    Case("mult", models.MultExpression),
    Case("sum", models.SumExpression),
    Case("max", models.MaxExpression),
    Case("min", models.MinExpression),
    Case("div", models.DivExpression, inside="div"),
    Case("neg", models.NegExpression, inside="neg"),
    Case("abs", models.AbsExpression, inside="abs"),
    Case("sqrt", models.SqrtExpression, inside="sqrt"),
    Case("pow", models.PowExpression, inside="pow"),
    Case("exp", models.ExpExpression, inside="exp"),
    Case("log10", models.Log10Expression, inside="log10"),
    Case("ln", models.LnExpression, inside="ln"),
    Case("acosh", models.AcoshExpression, inside="acosh"),
    Case("exp_decay", models.ExpDecayExpression, inside="exp_decay"),
    Case("gauss_decay", models.GaussDecayExpression, inside="gauss_decay"),
    Case("lin_decay", models.LinDecayExpression, inside="lin_decay"),
)
