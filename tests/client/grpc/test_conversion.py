"""Values into messages and back: every message, every model, and both directions of one table."""

from __future__ import annotations

from datetime import date, datetime, timezone

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qschema.client import grpc, models
from qschema.client.grpc.calls import by_path
from qschema.client.grpc.codecs.base import MessageError
from qschema.client.grpc.codecs.records import Record
from qschema.client.grpc.conversion import array_of, from_message, parsed, to_message
from qschema.client.grpc.mapping.registry import codecs
from tests.client.grpc.left_out import lost
from tests.client.grpc.strategies import ALL_MESSAGES, message, some
from tests.strategies.wire_types import structures

RECORDS = {name: codec for name, codec in codecs().items() if isinstance(codec, Record)}
REQUESTS = {call.message for call in by_path().values()}
VALUES = sorted(name for name in codecs() if name in ALL_MESSAGES and name not in REQUESTS)


@pytest.mark.parametrize("name", VALUES)
def test_messages_become_values_and_the_same_messages_again(name):
    @some(12)
    @given(message(name))
    def holds(found):
        value = from_message(found)
        again = to_message(value, name)
        assert from_message(again) == value
        assert lost(found, again) is None

    holds()


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_models_become_messages_and_the_same_models_again(name):
    model, kind = RECORDS[name].model, RECORDS[name].message
    codec = codecs()[kind if name.endswith("as it is") else name]

    @some(12)
    @given(structures(model))
    def holds(given_model):
        try:
            content = codec.write(given_model)
        except MessageError:
            assume(False)
        again = codec.read(parsed(kind, content))
        assert type(again) is model
        assert codec.read(parsed(kind, codec.write(again))) == again

    holds()


@given(st.lists(st.floats(width=32, allow_nan=False), max_size=8))
def test_vectors_are_the_same_as_lists_and_as_rows_of_matrices(numbers):
    for given_as in (numbers, np.array(numbers, dtype=np.float32), np.array(numbers)):
        found = to_message(given_as, "Vector")
        assert list(found.dense.data) == numbers
        assert from_message(found) == numbers


@given(st.lists(st.lists(st.floats(width=32, allow_nan=False), min_size=2, max_size=2), min_size=1, max_size=4))
def test_rows_are_the_same_as_lists_and_as_matrices(rows):
    for given_as in (rows, np.array(rows, dtype=np.float32), [np.array(row) for row in rows]):
        found = to_message(given_as, "Vector")
        assert [list(row.data) for row in found.multi_dense.vectors] == rows
        assert from_message(found) == rows


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


@given(JSON)
def test_payload_values_keep_their_types(value):
    assert typed(from_message(to_message(value, "Value"))) == typed(value)


def typed(value):
    """A JSON value with the types of all that is in it."""
    if isinstance(value, dict):
        return {key: typed(inner) for key, inner in value.items()}
    return [typed(inner) for inner in value] if isinstance(value, list) else (type(value), value)


def test_what_a_payload_cannot_hold_is_refused():
    with pytest.raises(MessageError, match="too large"):
        to_message(2**63, "Value")
    deep = None
    for _ in range(60):
        deep = {"in": deep}
    with pytest.raises(MessageError, match="nested too deeply"):
        to_message(deep, "Value")


def test_moments():
    for given_as, told in (
        (datetime(2024, 1, 2, 3, 4, 5, 600), datetime(2024, 1, 2, 3, 4, 5, 600, tzinfo=timezone.utc)),
        (date(1960, 1, 2), datetime(1960, 1, 2, tzinfo=timezone.utc)),
    ):
        found = to_message(models.DatetimeRange(gt=given_as), "DatetimeRange")
        assert from_message(found).gt == told
    snapshot = models.SnapshotDescription(name="s", creation_time="2024-01-02T03:04:05", size=1)
    assert from_message(to_message(snapshot, "SnapshotDescription")) == snapshot
    assert from_message(grpc.StartFrom(datetime="2024-01-02T03:04:05Z")) == datetime(
        2024, 1, 2, 3, 4, 5, tzinfo=timezone.utc
    )
    for broken in (grpc.StartFrom(datetime="soon"), grpc.StartFrom(timestamp=grpc.Timestamp(seconds=2**62))):
        with pytest.raises(MessageError):
            from_message(broken)


def test_numbers_are_those_of_json():
    config = models.ScalarQuantizationConfig(type="int8", quantile=0.99)
    assert from_message(to_message(config, "ScalarQuantization")).quantile == 0.99


def test_vectors_in_the_older_way_are_read():
    assert from_message(grpc.Vector(data=[1, 2])) == [1.0, 2.0]
    assert from_message(grpc.VectorOutput(data=[1, 2, 3, 4], vectors_count=2)) == [[1.0, 2.0], [3.0, 4.0]]
    sparse = models.SparseVector(indices=[3], values=[0.5])
    assert from_message(grpc.Vector(data=[0.5], indices=grpc.SparseIndices(data=[3]))) == sparse
    with pytest.raises(MessageError, match="no 2 rows"):
        from_message(grpc.Vector(data=[1, 2, 3], vectors_count=2))


@given(st.lists(st.floats(width=32, allow_nan=False), max_size=8))
def test_vectors_are_read_as_arrays(numbers):
    for found in (
        to_message(numbers, "Vector"),
        to_message(numbers, "DenseVector"),
        to_message(numbers, "VectorInput"),
    ):
        array = array_of(found)
        assert array.dtype == np.float32
        assert array.tolist() == numbers


def test_multivectors_are_read_as_arrays():
    rows = [[1.0, 2.0], [3.0, 4.0]]
    assert array_of(to_message(rows, "Vector")).tolist() == rows
    ragged = grpc.MultiDenseVector(vectors=[{"data": [1]}, {"data": [1, 2]}])
    for broken in (ragged, grpc.Vector(sparse={"values": [1], "indices": [1]})):
        with pytest.raises(MessageError):
            array_of(broken)
