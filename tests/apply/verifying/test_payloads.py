from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.apply.copying.points import PointColumns
from qschema.apply.verifying.payloads import Payloads, canonical

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
payloads = st.dictionaries(st.text(max_size=3), values, max_size=4)


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[Any, str]:
    return Payloads().differences(PointColumns([1], {}, [before]), PointColumns([1], {}, [after]))


def floated(value: Any) -> Any:
    """The same JSON with every whole number written with a fraction, and the keys the other way round."""
    if isinstance(value, dict):
        return {key: floated(value[key]) for key in reversed(value)}
    if isinstance(value, list):
        return [floated(one) for one in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53 else value


@given(payloads)
def test_what_means_the_same_is_the_same(payload):
    assert not differences(payload, floated(payload))
    assert not differences(payload, json.loads(json.dumps(payload)))


@given(payloads, payloads)
def test_whatever_differs_is_told(one, other):
    assert bool(differences(one, other)) == (
        json.dumps(canonical(one), sort_keys=True) != json.dumps(canonical(other), sort_keys=True)
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"price": 3}, {"price": 4}, "price: 3 → 4"),
        ({"price": 1}, {"price": True}, "price: 1 → true"),
        ({"price": 1}, {"price": "1"}, 'price: 1 → "1"'),
        ({"a": None}, {}, "a: null → nothing"),
        ({}, {"a": {"b": 1}}, 'a: nothing → {"b":1}'),
        ({"a": {"b": [1, {"c": 2}]}}, {"a": {"b": [1, {"c": 3}]}}, "a.b[1].c: 2 → 3"),
        ({"a": [1]}, {"a": [1, 2]}, "a: [1] → [1,2]"),
        ({"a": "x" * 99}, {"a": 0}, 'a: "' + "x" * 39 + "… → 0"),
        ({"n": 2**60}, {"n": 2**60 + 1}, f"n: {2**60} → {2**60 + 1}"),
        ({"zero": 0.0}, {"zero": 5e-324}, "zero: 0 → 5e-324"),
    ],
)
def test_the_path_of_what_differs_is_told(before, after, said):
    assert differences(before, after) == {1: said}
