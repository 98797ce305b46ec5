from __future__ import annotations

import pickle
from math import hypot
from uuid import UUID

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qschema.client import models
from qschema.client.errors import BadRequest
from tests.client.embedded.shard.configs import config, points

numbers = st.floats(-1e6, 1e6, width=32, allow_subnormal=False)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.integers(-1000, 1000).map(lambda n: n / 8)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
ids = st.integers(0, 2**64 - 1) | st.uuids().map(str)


def rows(width):
    return st.lists(numbers, min_size=width, max_size=width)


sparse = st.dictionaries(st.integers(0, 2**32 - 1), numbers, max_size=5).map(
    lambda weights: {"indices": list(weights), "values": list(weights.values())}
)
vectors = st.fixed_dictionaries(
    {},
    optional={
        "d": rows(4),
        "e": rows(3),
        "m": st.lists(rows(2), min_size=1, max_size=3),
        "s": sparse,
        "words": sparse,
    },
)
written = st.dictionaries(ids, st.tuples(vectors, st.dictionaries(texts, values, max_size=4)), min_size=1, max_size=6)


def short(vector):
    return [float(str(numpy.float32(number))) for number in vector]


def expected(vectors):
    read = {}
    for name, vector in vectors.items():
        if name in ("s", "words"):
            pairs = sorted(zip(vector["indices"], vector["values"], strict=True))
            read[name] = ([index for index, _ in pairs], short([value for _, value in pairs]))
        elif name == "m":
            read[name] = [short(row) for row in vector]
        else:
            read[name] = short(vector)
    return read


def plain(vectors):
    return {
        name: (vector.indices, vector.values) if isinstance(vector, models.SparseVector) else vector
        for name, vector in vectors.items()
    }


@settings(max_examples=60)
@given(written)
def test_what_is_written_is_read(fresh, written):
    with fresh() as shard:
        shard.upsert(points({"id": id, "vector": v, "payload": p} for id, (v, p) in written.items()))
        found = shard.retrieve(models.PointRequest(ids=list(written), with_payload=True, with_vector=True))
    assert [record.id for record in found] == list(written)
    for record in found:
        vectors, payload = written[record.id]
        read, wanted = plain(record.vector), expected(vectors)
        assert record.payload == payload
        assert read.keys() == wanted.keys()
        for name in wanted.keys() - {"d"}:
            assert read[name] == wanted[name]
        if "d" in wanted:  # Cosine is written normalised
            assert hypot(*read["d"]) == pytest.approx(1, abs=1e-5) or not any(wanted["d"])


@settings(max_examples=25)
@given(written)
def test_columns_mean_what_rows_mean(fresh, written):
    names = set.intersection(*(set(vectors) for vectors, _ in written.values()))
    batch = {
        "ids": list(written),
        "vectors": {name: [vectors[name] for vectors, _ in written.values()] for name in names},
        "payloads": [payload for _, payload in written.values()],
    }
    rows = ({"id": id, "vector": {n: v[n] for n in names}, "payload": p} for id, (v, p) in written.items())
    everything = models.ScrollRequest(limit=100, with_vector=True)
    with fresh() as one, fresh() as other:
        one.upsert(points(rows))
        other.upsert(models.PointsBatch.model_validate({"batch": batch}))
        assert one.scroll(everything) == other.scroll(everything)


def test_an_unnamed_vector_is_read_without_a_name(make):
    shard = make(config({"size": 2, "distance": "Dot"}))
    shard.upsert(points([{"id": 1, "vector": [0.1, 0.2]}, {"id": 2, "vector": {"": [3, 4]}}, {"id": 3, "vector": {}}]))
    found = shard.scroll(models.ScrollRequest(with_vector=True)).points
    assert [record.vector for record in found] == [[0.1, 0.2], [3.0, 4.0], {}]


def test_points_may_have_no_vectors_at_all(make):
    shard = make(config())
    shard.upsert(points([{"id": 1, "vector": {}, "payload": {"a": 1}}]))
    assert shard.scroll(models.ScrollRequest(with_vector=True)).points[0].vector == {}
    with pytest.raises(BadRequest):
        shard.upsert(points([{"id": 2, "vector": {"d": [1.0]}}]))


def test_numpy_arrays_are_vectors(shard):
    matrix = numpy.arange(8, dtype=numpy.float32).reshape(2, 4) + 1
    shard.upsert(models.PointsBatch(batch=models.Batch(ids=[1, 2], vectors={"d": matrix})))
    shard.upsert(models.PointsList(points=[models.PointStruct(id=3, vector={"d": matrix[0], "e": matrix[1][:3]})]))
    found = shard.scroll(models.ScrollRequest(with_vector=True)).points
    assert found[0].vector["d"] == found[2].vector["d"]
    assert found[2].vector["e"] == [5.0, 6.0, 7.0]


def test_values_that_json_has_other_forms_for_are_written_as_json(shard):
    payload = {"id": UUID(int=7), "when": ("a", 1), "nan": float("nan"), "large": 2**70, "array": numpy.array([1, 2])}
    shard.upsert(models.PointsList(points=[models.PointStruct.model_construct(id=1, vector={}, payload=payload)]))
    read = shard.scroll(models.ScrollRequest()).points[0].payload
    assert read.pop("large") == pytest.approx(2**70)  # the engine's JSON, and a server's, loses the last bit of some
    assert read == {"id": str(UUID(int=7)), "when": ["a", 1], "nan": None, "array": [1, 2]}


@pytest.mark.parametrize(
    "form",
    [
        "00000000-0000-4000-8000-00000000000a",
        "0000000000004000800000000000000A",
        "urn:uuid:00000000-0000-4000-8000-00000000000a",
        "{00000000-0000-4000-8000-00000000000a}",
        UUID("00000000-0000-4000-8000-00000000000a"),
    ],
)
def test_a_uuid_is_the_same_in_all_its_forms(shard, form):
    shard.upsert(points([{"id": form, "vector": {}}]))
    assert [r.id for r in shard.retrieve(models.PointRequest(ids=[form]))] == ["00000000-0000-4000-8000-00000000000a"]


def test_points_are_read_once_and_in_the_order_of_the_ids(shard):
    shard.upsert(points({"id": id, "vector": {}} for id in (1, 2, 3)))
    assert [r.id for r in shard.retrieve(models.PointRequest(ids=[3, 1, 9, 3, 2]))] == [3, 1, 2]
    assert [r.id for r in shard.scroll(models.ScrollRequest(limit=2)).points] == [1, 2]
    assert shard.scroll(models.ScrollRequest(limit=2)).next_page_offset == 3


def test_a_part_of_payloads_and_vectors_is_read(shard):
    shard.upsert(points([{"id": 1, "vector": {"e": [1, 2, 3]}, "payload": {"a": {"b": 1, "c": 2}, "d": 3}}]))

    def read(payload, vector):
        return shard.retrieve(models.PointRequest(ids=[1], with_payload=payload, with_vector=vector))[0]

    assert read(["a.b"], ["e"]).payload == {"a": {"b": 1}}
    assert read(models.PayloadSelectorExclude(exclude=["a.b"]), False).payload == {"a": {"c": 2}, "d": 3}
    assert read(["nothing"], ["m"]).payload == {}
    assert read(True, ["m"]).vector == {}
    assert read(False, None).model_fields_set == {"id"}
    with pytest.raises(BadRequest, match="zzz"):
        read(True, ["zzz"])


def test_points_that_are_read_are_like_any_model(shard):
    shard.upsert(points([{"id": 1, "vector": {"e": [1, 2, 3]}, "payload": {"a": 1}}]))
    read = shard.scroll(models.ScrollRequest(with_vector=True)).points[0]
    found = shard.query(models.QueryRequest(query=[1.0, 2.0, 3.0], using="e"))[0]
    for point in (read, found):
        assert pickle.loads(pickle.dumps(point)) == point == point.model_copy(deep=True)
        assert type(point).model_validate_json(point.model_dump_json()) == point
        assert type(point).model_validate(point.model_dump(exclude_unset=True)) == point
    assert read.model_dump(exclude_unset=True) == {"id": 1, "payload": {"a": 1}, "vector": {"e": [1.0, 2.0, 3.0]}}
