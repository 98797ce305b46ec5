from __future__ import annotations

import datetime
import decimal
import json
import uuid

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pydantic import ValidationError

from qschema.client import models
from qschema.client.errors import InvalidRequest
from qschema.client.requests import UpsertPoints, adapter
from qschema.client.transports.body import encode_body

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=10)
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
PAYLOADS = st.dictionaries(TEXT, PLAIN, max_size=4)
VECTORS = st.lists(st.floats(width=32, allow_nan=False, allow_infinity=False), min_size=1, max_size=4)
POINTS = st.builds(
    models.PointStruct,
    id=st.integers(0, 2**64 - 1) | st.uuids().map(str),
    vector=VECTORS | st.dictionaries(TEXT, VECTORS, max_size=2),
    payload=PAYLOADS | st.none(),
)


@given(PAYLOADS)
def test_what_belongs_to_the_user_goes_out_whole_nulls_included(payload):
    sent = json.loads(encode_body(models.UpdateCollection(metadata=payload)))
    assert sent == {"metadata": payload}


@given(st.lists(POINTS, min_size=1, max_size=3))
def test_points_read_back_the_same(points):
    body = models.PointsList(points=points)
    assert adapter(UpsertPoints.rest.body).validate_python(json.loads(encode_body(body))) == body


FLOATS = arrays(
    np.float32, st.tuples(st.integers(1, 4), st.integers(1, 4)), elements=st.floats(width=32, allow_nan=False)
)


@given(FLOATS.filter(lambda matrix: np.isfinite(matrix).all()))
def test_a_matrix_goes_out_in_the_shortest_text_that_reads_back_the_same(matrix):
    ids = list(range(len(matrix)))
    batch = models.Batch(ids=ids, vectors=matrix)
    assert batch.vectors is matrix
    text = encode_body(models.PointsBatch(batch=batch))
    sent = json.loads(text)["batch"]
    assert sent["ids"] == ids
    assert np.array_equal(np.array(sent["vectors"], np.float32), matrix)
    assert len(text) <= len(encode_body({"batch": {"ids": ids, "vectors": matrix.tolist()}}))


@pytest.mark.parametrize("kind", [np.float64, np.float16, np.int64, np.uint8])
def test_matrices_of_any_number(kind):
    matrix = np.array([[1, 2], [3, 4]], kind)
    body = models.PointsBatch(batch=models.Batch(ids=[1, 2], vectors=matrix))
    assert json.loads(encode_body(body))["batch"]["vectors"] == [[1, 2], [3, 4]]


def test_columns_may_be_matrices_or_lists():
    sparse = [models.SparseVector(indices=[1], values=[0.5])] * 2
    matrix = np.array([[0.5], [1.5]], np.float32)
    batch = models.Batch(ids=[1, 2], vectors={"m": matrix, "s": sparse, "l": [[1], np.array([2])]})
    wanted = {"m": [[0.5], [1.5]], "s": [{"indices": [1], "values": [0.5]}] * 2, "l": [[1.0], [2.0]]}
    assert batch.vectors["m"] is matrix
    assert json.loads(encode_body(batch))["vectors"] == wanted
    assert batch.model_dump()["vectors"] == json.loads(batch.model_dump_json())["vectors"] == wanted
    assert list(batch.vectors) == ["m", "s", "l"]


@pytest.mark.parametrize(
    "wrong", [np.array([["a"]]), np.array([1.0]), {"a": np.array([[object()]])}, np.array([[1 + 2j]])]
)
def test_arrays_that_hold_no_vectors_are_refused(wrong):
    with pytest.raises(ValidationError):
        models.Batch(ids=[1], vectors=wrong)


def test_keywords_of_python_are_written_as_the_api_has_them():
    nested = models.Filter(
        must=[models.FieldCondition(key="a", match=models.MatchExcept.model_validate({"except": [1]}))]
    )
    assert json.loads(encode_body(nested)) == {"must": [{"key": "a", "match": {"except": [1]}}]}


def test_none_and_unset_are_left_out_everywhere_else():
    body = models.CreateCollection(
        vectors={"a": models.VectorParams(size=1, distance="Dot", on_disk=None)},
        hnsw_config=models.HnswConfigDiff(m=0, ef_construct=None),
        metadata=None,
        on_disk_payload=False,
    )
    assert json.loads(encode_body(body)) == {
        "vectors": {"a": {"size": 1, "distance": "Dot"}},
        "hnsw_config": {"m": 0},
        "on_disk_payload": False,
    }


def test_disabled_is_a_word():
    body = models.UpdateCollection(quantization_config=models.Disabled.DISABLED)
    assert json.loads(encode_body(body)) == {"quantization_config": "Disabled"}


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (np.float32(0.1), 0.1),
        (np.int64(7), 7),
        (np.array([0.1, 0.2], np.float32), [0.1, 0.2]),
        (np.arange(6).reshape(2, 3)[:, ::2], [[0, 2], [3, 5]]),
        (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (datetime.datetime(2026, 1, 2, 3, 4, 5), "2026-01-02T03:04:05"),
        (datetime.date(2026, 1, 2), "2026-01-02"),
        (decimal.Decimal("1.5"), "1.5"),
        ({3}, [3]),
        ((1, 2), [1, 2]),
        ({1: {2: "x"}}, {"1": {"2": "x"}}),
        (models.Distance.COSINE, "Cosine"),
        (models.GeoPoint(lon=1, lat=2), {"lon": 1.0, "lat": 2.0}),
        (float("nan"), None),
    ],
)
def test_values_that_payloads_hold(value, sent):
    assert json.loads(encode_body(models.UpdateCollection(metadata={"k": value}))) == {"metadata": {"k": sent}}


@pytest.mark.parametrize("value", [2**64, "\ud800", object(), {"\ud800": 1}, {object(): 1}])
def test_what_has_no_json_form_is_refused(value):
    with pytest.raises(InvalidRequest, match="JSON") as caught:
        encode_body(models.UpdateCollection(metadata={"k": value}))
    assert caught.value.why
