from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from examples.stdlib_docs.embedding import SIZE, embed


@given(st.text())
def test_a_vector_is_of_length_one_or_nothing(text: str) -> None:
    vector = embed(text)
    assert vector.shape == (SIZE,)
    assert vector.dtype == np.float32
    length = float(np.linalg.norm(vector))
    assert length == 0 or abs(length - 1) < 1e-5


@given(st.text())
def test_capitals_and_spaces_do_not_count(text: str) -> None:
    assert np.array_equal(embed(text.lower()), embed(f"  {text.lower()} "))


def test_alike_words_are_near_and_others_are_not():
    assert embed("compres fils") @ embed("compress files") > 0.5
    assert abs(embed("compress files") @ embed("parse a date")) < 0.2


def test_it_is_the_same_in_every_process():
    assert np.flatnonzero(embed("schema")).tolist() == [16, 19, 52, 121, 154, 167, 269, 281, 323, 347, 362]
