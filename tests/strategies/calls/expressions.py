"""Formulas with every expression."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.strategies.calls import payloads
from tests.strategies.calls.filters import conditions
from tests.strategies.calls.vocabulary import Json, fields

_CONSTANTS = st.integers(-8, 8).map(lambda quarters: quarters / 4)


def _leaves() -> st.SearchStrategy[Any]:
    scores = st.sampled_from(["$score", "$score", "$score[0]", "$score[1]"])
    variables = st.sampled_from(["integer", "float", "object.integer", "list[0].integer", "absent", "keyword"])
    return st.one_of(
        scores,
        scores,
        _CONSTANTS,
        variables,
        conditions(),
        payloads.places.map(lambda origin: {"geo_distance": {"origin": origin, "to": "geo"}}),
        payloads.moments.map(lambda moment: {"datetime": moment}),
        st.just({"datetime_key": "datetime"}),
    )


def _around(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=1, max_size=3)
    decay = fields(
        {"x": inner},
        {"target": inner, "scale": st.sampled_from([0.5, 2.0, 1e6]), "midpoint": st.sampled_from([0.25, 0.5, 0.75])},
    )
    return st.one_of(
        several.map(lambda parts: {"sum": parts}),
        several.map(lambda parts: {"mult": parts}),
        *(inner.map(lambda part, name=name: {name: part}) for name in ("neg", "abs", "sqrt", "exp", "log10", "ln")),
        fields({"left": inner, "right": inner}, {"by_zero_default": _CONSTANTS}).map(lambda parts: {"div": parts}),
        st.builds(lambda base, exponent: {"pow": {"base": base, "exponent": exponent}}, inner, _CONSTANTS),
        *(decay.map(lambda parts, name=name: {name: parts}) for name in ("lin_decay", "exp_decay", "gauss_decay")),
    )


@cache
def formulas() -> st.SearchStrategy[Json]:
    """Queries that compute scores."""
    defaults = {"integer": 1, "float": 0.5, "object.integer": 2, "list[0].integer": 3, "absent": 1.5, "keyword": 4}
    given: Json = {**defaults, "geo": payloads.PLACES[0], "datetime": payloads.MOMENTS[0], "$score[1]": 0.25}
    expressions = st.one_of(_leaves(), _around(_leaves()), _around(_around(_leaves())))
    return fields({"formula": expressions}, {}).flatmap(
        lambda body: st.sampled_from([{}, {"defaults": given}, {"defaults": given}]).map(lambda more: {**body, **more})
    )
