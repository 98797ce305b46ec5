from __future__ import annotations

from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from qschema.apply.verifying.soundness import dense_faults, sparse_fault
from qschema.client.models import Datatype, Distance, VectorParams

COSINE = VectorParams(size=3, distance=Distance.COSINE)
DOT = VectorParams(size=3, distance=Distance.DOT)


def rows(*of: list[float]) -> Any:
    return numpy.asarray(of, numpy.float32)


def normalised(matrix: Any) -> Any:
    return matrix / numpy.linalg.norm(matrix, axis=1, keepdims=True)


@given(arrays.arrays(numpy.float32, (4, 3), elements=st.floats(0.125, 8, width=32)), st.integers(0, 3))
def test_what_a_server_makes_of_vectors_is_sound(matrix, row):
    assert not dense_faults(matrix, matrix, DOT)
    assert not dense_faults(normalised(matrix), matrix, COSINE)
    assert not dense_faults(matrix.astype(numpy.float16), matrix, DOT.model_copy(update={"datatype": Datatype.FLOAT16}))
    spoilt = matrix.copy()
    spoilt[row, 1] += 0.1
    assert dense_faults(spoilt, matrix, DOT).keys() == {row}
    assert dense_faults(normalised(spoilt), matrix, COSINE).keys() <= {row}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([numpy.nan, 0, 0], "NaN or infinity"),
        ([0, numpy.inf, 0], "NaN or infinity"),
        ([0, 0, 0], "all zeros"),
        ([3, 4, 0], "its norm is 5, not 1"),
    ],
)
def test_what_no_embedding_makes_is_told(values, said):
    faults = dense_faults(rows([1, 0, 0], values), None, COSINE)
    assert list(faults) == [1]
    assert said in faults[1]


def test_vectors_of_another_size_are_told():
    assert dense_faults(rows([1, 0], [0, 1]), None, COSINE) == dict.fromkeys((0, 1), "2 numbers, not 3")
    assert dense_faults(rows([1, 0, 0]), rows([1, 0]), COSINE) == {0: "3 numbers, and 2 before"}


def test_zeros_that_were_zeros_may_stay():
    assert not dense_faults(rows([0, 0, 0]), rows([0, 0, 0]), COSINE)
    assert not dense_faults(rows([0, 0, 0]), None, DOT)


def test_bytes_are_only_looked_over():
    assert not dense_faults(
        rows([3, 4, 0]), rows([3.4, 4.2, 0]), COSINE.model_copy(update={"datatype": Datatype.UINT8})
    )


def test_sparse_vectors():
    def sparse(words: list[int], values: list[float]) -> Any:
        return numpy.asarray(words, numpy.uint32), numpy.asarray(values, numpy.float32)

    before = sparse([1, 5], [0.5, 2])
    assert not sparse_fault(sparse([5, 1], [2, 0.5]), before)
    assert "2.1" not in sparse_fault(sparse([5, 1], [2, 0.4]), before)
    assert sparse_fault(sparse([5, 1], [2, 0.4]), before).startswith("off by")
    assert sparse_fault(sparse([1], [0.5]), before) == "1 words, not the 2 of before"
    assert sparse_fault(sparse([1, 6], [0.5, 2]), before)
    assert "NaN" in sparse_fault(sparse([1], [numpy.nan]), None)
    assert not sparse_fault(sparse([], []), sparse([], []))
