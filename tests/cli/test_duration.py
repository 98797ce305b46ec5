from __future__ import annotations

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.cli.duration import seconds


@given(st.integers(0, 10**6), st.sampled_from([("ms", 0.001), ("s", 1.0), ("m", 60.0), ("h", 3600.0), ("d", 86400.0)]))
def test_a_number_and_a_unit(number: int, unit: tuple[str, float]) -> None:
    assert seconds(None, None, f"{number}{unit[0]}") == number * unit[1]


@pytest.mark.parametrize("text", ["", "90", "s", "-1s", "1 s", "1w", "1e3s", "inf"])
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(click.BadParameter, match="90s"):
        seconds(None, None, text)
