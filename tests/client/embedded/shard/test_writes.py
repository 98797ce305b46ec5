from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qschema.client import models
from qschema.client.errors import BadRequest, NotFound
from qschema.client.requests.base import adapter
from tests.client.embedded.shard.configs import points

FILTER = adapter(models.Filter)
EVEN = FILTER.validate_python({"must": {"key": "even", "match": {"value": True}}})


@pytest.fixture
def shard(shard):
    """Points 1 to 4."""
    shard.upsert(
        points(
            {"id": id, "vector": {"e": [id, 0, 0]}, "payload": {"n": id, "even": id % 2 == 0}} for id in (1, 2, 3, 4)
        )
    )
    return shard


def payloads(shard):
    return {point.id: point.payload for point in shard.scroll(models.ScrollRequest(limit=100)).points}


def names(shard):
    found = shard.scroll(models.ScrollRequest(limit=100, with_vector=True)).points
    return {point.id: set(point.vector) for point in found}


def test_fields_are_set_below_a_key_and_by_filter(shard):
    shard.set_payload(models.SetPayload(payload={"a": {"b": 1}}, points=[1]))
    shard.set_payload(models.SetPayload(payload={"c": 2}, points=[1], key="a"))
    shard.set_payload(models.SetPayload(payload={"x": 1}, filter=EVEN))
    assert payloads(shard)[1] == {"n": 1, "even": False, "a": {"b": 1, "c": 2}}
    assert payloads(shard)[2] == {"n": 2, "even": True, "x": 1}
    assert "x" not in payloads(shard)[3]


def test_of_two_points_of_one_id_only_the_last_has_to_fit(shard):
    twice = ({"id": 9, "vector": {"e": vector}, "payload": {"n": 9}} for vector in ([[1, 2, 3]], [3, 0, 0]))
    shard.upsert(points(twice))
    assert payloads(shard)[9] == {"n": 9}


@pytest.mark.parametrize(
    ("there", "conditions", "written"),
    [
        (True, {"update_mode": "insert_only"}, False),
        (False, {"update_mode": "insert_only"}, True),
        (True, {"update_mode": "update_only"}, True),
        (False, {"update_mode": "update_only"}, False),
        (True, {"update_filter": {"must": {"has_id": [3]}}}, False),
        (True, {"update_filter": {"must": {"has_id": [1]}}}, True),
        (False, {"update_filter": {"must": {"has_id": [3]}}}, True),
        (False, {"update_mode": "insert_only", "update_filter": {"must": {"has_id": [3]}}}, True),
        (True, {"update_mode": "update_only", "update_filter": {"must": {"has_id": [3]}}}, False),
    ],
)
def test_what_a_condition_leaves_alone_may_name_any_vector(shard, there, conditions, written):
    """As Qdrant 1.19.0 does it; the other points are written."""
    given = [{"id": 1 if there else 9, "vector": {"strange": [1]}}, {"id": 3, "vector": {"e": [9, 0, 0]}}]
    body = models.PointsList.model_validate({"points": given, **conditions})
    if not written:
        shard.upsert(body)
        return
    with pytest.raises(BadRequest, match="strange"):
        shard.upsert(body)


def test_a_field_set_to_null_is_gone(shard):
    shard.set_payload(models.SetPayload(payload={"n": None}, points=[1]))
    assert payloads(shard)[1] == {"even": False}


def test_payloads_are_replaced_and_fields_and_payloads_taken_away(shard):
    shard.overwrite_payload(models.SetPayload(payload={"q": 1}, points=[1], key="n"))
    shard.delete_payload(models.DeletePayload(keys=["n", "never"], points=[2]))
    shard.delete_payload(models.DeletePayload(keys=["n"], filter=FILTER.validate_python({"must": {"has_id": [3]}})))
    shard.clear_payload(models.FilterSelector(filter=FILTER.validate_python({"must": {"has_id": [4]}})))
    assert payloads(shard) == {1: {"q": 1}, 2: {"even": True}, 3: {"even": False}, 4: {}}


def test_ids_count_before_a_filter(shard):
    shard.set_payload(models.SetPayload(payload={"x": 1}, points=[1], filter=EVEN))
    assert [id for id, payload in payloads(shard).items() if "x" in payload] == [1]


def test_vectors_are_written_and_taken_away(shard):
    body = {"points": [{"id": 1, "vector": {"d": [1, 0, 0, 0], "s": {"indices": [1], "values": [2]}}}]}
    shard.update_vectors(models.UpdateVectors.model_validate(body))
    assert names(shard)[1] == {"e", "d", "s"}
    shard.delete_vectors(models.DeleteVectors(points=[1], vector=["e", "s"]))
    shard.delete_vectors(models.DeleteVectors(filter=EVEN, vector=["e"]))
    assert names(shard) == {1: {"d"}, 2: set(), 3: {"e"}, 4: set()}


def test_vectors_are_taken_away_from_both_points_and_what_a_filter_finds(shard):
    shard.delete_vectors(models.DeleteVectors(points=[1], filter=EVEN, vector=["e"]))
    assert names(shard) == {1: set(), 2: set(), 3: {"e"}, 4: set()}


def test_writes_depend_on_what_is_there(shard):
    shard.upsert(
        points([{"id": 1, "vector": {}}, {"id": 2, "vector": {}}, {"id": 7, "vector": {}}], update_filter=EVEN)
    )
    assert (payloads(shard)[1], payloads(shard)[2]) == ({"n": 1, "even": False}, {})
    assert 7 in payloads(shard)
    shard.upsert(points([{"id": 3, "vector": {}}, {"id": 8, "vector": {}}], update_mode="insert_only"))
    shard.upsert(points([{"id": 4, "vector": {}}, {"id": 9, "vector": {}}], update_mode="update_only"))
    assert payloads(shard)[3] == {"n": 3, "even": False}
    assert payloads(shard)[4] == {}
    assert payloads(shard).keys() == {1, 2, 3, 4, 7, 8}
    body = {"points": [{"id": 1, "vector": {"d": [1, 0, 0, 0]}}], "update_filter": EVEN.model_dump(exclude_none=True)}
    shard.update_vectors(models.UpdateVectors.model_validate(body))
    assert "d" not in names(shard)[1]


def test_points_are_deleted_by_id_and_by_filter(shard):
    shard.delete(models.PointIdsList(points=[1, 99]))
    shard.delete(models.FilterSelector(filter=EVEN))
    assert list(payloads(shard)) == [3]
    shard.delete(models.FilterSelector(filter=models.Filter()))
    assert payloads(shard) == {}


def test_a_batch_stops_at_what_is_refused(shard):
    operations = [
        {"set_payload": {"payload": {"x": 1}, "points": [1]}},
        {"delete": {"points": [2]}},
        {"upsert": {"points": [{"id": 8, "vector": {"e": [1]}}]}},
        {"delete": {"points": [3]}},
    ]
    with pytest.raises(BadRequest, match="dim"):
        shard.update_batch(models.UpdateOperations.model_validate({"operations": operations}))
    assert payloads(shard)[1]["x"] == 1
    assert payloads(shard).keys() == {1, 3, 4}


MISSING = {
    "set_payload": models.SetPayload(payload={"x": 1}, points=[9, 1]),
    "overwrite_payload": models.SetPayload(payload={"x": 1}, points=[9, 1]),
    "delete_payload": models.DeletePayload(keys=["n"], points=[9, 1]),
    "clear_payload": models.PointIdsList(points=[9, 1]),
    "update_vectors": models.UpdateVectors.model_validate(
        {"points": [{"id": id, "vector": {"d": [1, 0, 0, 0]}} for id in (9, 1)]}
    ),
    "delete_vectors": models.DeleteVectors(points=[9, 1], vector=["e"]),
}


@pytest.mark.parametrize("call", MISSING)
def test_what_is_there_is_written_before_it_is_said_what_is_missing(shard, call):
    before = payloads(shard)[1], names(shard)[1]
    with pytest.raises(NotFound, match="9"):
        getattr(shard, call)(MISSING[call])
    assert (payloads(shard)[1], names(shard)[1]) != before
    assert payloads(shard).keys() == {1, 2, 3, 4}


def test_nothing_is_written_after_the_part_in_which_a_point_is_missing(shard):
    shard.upsert(points({"id": id, "vector": {}} for id in range(1000, 1100)))
    ids = [*range(1000, 1040), 9, *range(1040, 1100)]
    with pytest.raises(NotFound):
        shard.set_payload(models.SetPayload(payload={"x": 1}, points=ids))
    written = [id for id, payload in payloads(shard).items() if "x" in payload] + [
        point.id for point in shard.scroll(models.ScrollRequest(limit=1000, offset=1000)).points if point.payload
    ]
    assert sorted(set(written)) == [*range(1000, 1063)]


REFUSED = [
    ("set_payload", models.SetPayload(payload={"a": 1}), BadRequest),
    ("delete_payload", models.DeletePayload(keys=["a"]), BadRequest),
    ("delete_payload", models.DeletePayload(keys=["a..b"], points=[1]), BadRequest),
    ("clear_payload", models.PointIdsList(points=[]), BadRequest),
    ("delete", models.PointIdsList(points=[]), BadRequest),
    ("delete", models.PointIdsList(points=["x"]), BadRequest),
    ("delete_vectors", models.DeleteVectors(vector=["e"]), BadRequest),
    ("delete_vectors", models.DeleteVectors(vector=["zzz"], points=[1]), BadRequest),
    ("upsert", models.PointsBatch.model_validate({"batch": {"ids": [], "vectors": {}}}), BadRequest),
]


@pytest.mark.parametrize(("call", "body", "error"), REFUSED, ids=lambda value: str(value)[:60])
def test_writes_that_mean_nothing_are_refused(shard, call, body, error):
    before = payloads(shard), names(shard)
    with pytest.raises(error):
        getattr(shard, call)(body)
    assert (payloads(shard), names(shard)) == before


values = st.integers(0, 3) | st.none() | st.dictionaries(st.sampled_from("xy"), st.integers(0, 3), max_size=2)
parts = st.dictionaries(st.sampled_from("abc"), values, max_size=3)
changes = st.tuples(
    st.sampled_from(["upsert", "set", "overwrite", "delete", "clear", "drop"]), st.integers(1, 3), parts
)


@settings(max_examples=80)
@given(st.lists(changes, max_size=10))
def test_payloads_are_what_was_written_last(fresh, changes):
    there: dict[int, dict[str, object]] = {}
    with fresh() as shard:
        for kind, id, part in changes:
            if kind == "upsert":
                there[id] = part
                shard.upsert(points([{"id": id, "vector": {}, "payload": part}]))
            elif id not in there:
                continue
            elif kind == "set":
                there[id] = {key: value for key, value in {**there[id], **part}.items() if part.get(key, 0) is not None}
                shard.set_payload(models.SetPayload(payload=part, points=[id]))
            elif kind == "overwrite":
                there[id] = part
                shard.overwrite_payload(models.SetPayload(payload=part, points=[id]))
            elif kind == "delete":
                there[id] = {key: value for key, value in there[id].items() if key not in part}
                shard.delete_payload(models.DeletePayload(keys=list(part), points=[id]))
            elif kind == "clear":
                there[id] = {}
                shard.clear_payload(models.PointIdsList(points=[id]))
            else:
                del there[id]
                shard.delete(models.PointIdsList(points=[id]))
        assert payloads(shard) == there
