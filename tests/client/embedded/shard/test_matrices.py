from __future__ import annotations

import numpy
import pytest

from qschema.client import models
from qschema.client.errors import QdrantError

NUMBERS = [[0.5, -1.25, 3.0], [1.0, 2.0, 2.5]]


def write(shard, column, name="e"):
    shard.upsert(models.PointsBatch(batch=models.Batch(ids=[1, 2], vectors={name: column})))
    return [one.vector[name] for one in shard.retrieve(models.PointRequest(ids=[1, 2], with_vector=True))]


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16"])
def test_a_matrix_is_written_as_its_lists_are(shard, dtype):
    assert write(shard, numpy.array(NUMBERS, dtype)) == write(shard, NUMBERS) == NUMBERS


def test_so_is_one_of_whole_numbers_and_one_that_is_not_in_a_row(shard):
    whole = numpy.array([[1, 2, 3], [4, 5, 6]])
    assert write(shard, whole) == whole.tolist()
    assert write(shard, numpy.array(NUMBERS * 2).T[:3:1, ::2].T) == [NUMBERS[0]] * 2
    assert write(shard, numpy.array(NUMBERS)[:, ::-1]) == [row[::-1] for row in NUMBERS]


@pytest.mark.parametrize(
    "wrong",
    [
        numpy.zeros((2, 4)),
        numpy.zeros((2, 0)),
        numpy.array([[0.0, 1.0, numpy.nan]] * 2),
        numpy.array([[0.0, 1.0, 1e300]] * 2),
        numpy.zeros((2, 2, 3)),
    ],
)
def test_what_does_not_fit_is_refused_as_lists_are(shard, wrong):
    errors = []
    for column in (wrong, wrong.tolist()):
        with pytest.raises(QdrantError) as caught:
            write(shard, column)
        errors.append((type(caught.value), str(caught.value)))
    assert errors[0] == errors[1]
    assert shard.count(models.CountRequest()).count == 0
