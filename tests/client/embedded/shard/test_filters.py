from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qschema.client import models
from qschema.client.errors import BadRequest, ValidationFailed
from qschema.client.requests.base import adapter
from tests.client.embedded.shard.configs import config, points
from tests.client.embedded.shard.reference import meets

FILTER = adapter(models.Filter)
words = st.sampled_from(["", "red", "Red", "green", "red green", "1"])
numbers = st.integers(-2, 4)
scalars = words | numbers | st.booleans() | st.integers(-4, 8).map(lambda n: n / 2)
fields = scalars | st.none() | st.lists(scalars, max_size=3)
elements = st.lists(st.fixed_dictionaries({}, optional={"x": scalars, "y": scalars}), max_size=3)
payloads = st.fixed_dictionaries(
    {}, optional={"a": fields, "b": fields, "items": elements, "o": st.dictionaries(st.just("a"), fields)}
)
keys = st.sampled_from(["a", "b", "a[]", "items[].x", "items[].y", "o.a", "never", "o"])
bounds = st.dictionaries(st.sampled_from(["lt", "lte", "gt", "gte"]), numbers, min_size=1, max_size=2)
matches = (
    st.fixed_dictionaries({"value": words | numbers | st.booleans()})
    | st.fixed_dictionaries({"any": st.lists(words, max_size=3) | st.lists(numbers, max_size=3)})
    | st.fixed_dictionaries(
        {"except": st.lists(words, min_size=1, max_size=3) | st.lists(numbers, min_size=1, max_size=3)}
    )
)
field_conditions = (
    st.fixed_dictionaries({"key": keys, "match": matches})
    | st.fixed_dictionaries({"key": keys, "range": bounds})
    | st.fixed_dictionaries(
        {
            "key": keys.filter(lambda key: "[]" not in key),
            "values_count": bounds.map(lambda b: {k: abs(v) for k, v in b.items()}),
        }
    )
    | st.fixed_dictionaries({"is_empty": st.fixed_dictionaries({"key": keys.filter(lambda key: "[]" not in key)})})
    | st.fixed_dictionaries({"has_id": st.lists(st.integers(0, 5), max_size=3)})
)


def filters(conditions):
    listed = st.lists(conditions, max_size=2)
    return st.fixed_dictionaries(
        {},
        optional={
            "must": listed | conditions,
            "should": listed,
            "must_not": listed,
            "min_should": st.fixed_dictionaries({"conditions": listed, "min_count": st.integers(1, 2)}),
        },
    )


inner = st.fixed_dictionaries({"key": st.sampled_from(["x", "y"]), "match": matches})
nested = st.fixed_dictionaries(
    {"nested": st.fixed_dictionaries({"key": st.sampled_from(["items", "items[]"]), "filter": filters(inner)})}
)
conditions = st.recursive(field_conditions | nested, filters, max_leaves=6)
INDEXES = [
    models.KeywordIndexParams(type="keyword"),
    models.IntegerIndexParams(type="integer"),
    models.FloatIndexParams(type="float"),
    models.BoolIndexParams(type="bool"),
]


def found(shard, filter):
    return [point.id for point in shard.scroll(models.ScrollRequest(limit=100, filter=filter)).points]


@settings(max_examples=100)
@given(
    st.lists(payloads, min_size=1, max_size=6),
    filters(conditions),
    st.sampled_from([None, *INDEXES]),
    st.sampled_from(["a", "o.a", "items[].x"]),
)
def test_filters_mean_what_they_say_with_an_index_and_without(fresh, payloads, filter, index, field):
    wanted = [id for id, payload in enumerate(payloads) if meets(filter, id, payload)]
    with fresh(config()) as shard:
        if index:
            shard.create_index(field, index)
        shard.upsert(points({"id": id, "vector": {}, "payload": payload} for id, payload in enumerate(payloads)))
        given = FILTER.validate_python(filter)
        assert found(shard, given) == wanted
        assert shard.count(models.CountRequest(filter=given)).count == len(wanted)


@pytest.fixture
def documents(make):
    shard = make(config())
    texts = ["Search point", "search schema", ["search POINT", "nothing"], 5, "", None]
    shard.upsert(points({"id": id, "vector": {}, "payload": {"t": text}} for id, text in enumerate(texts)))
    return shard


def matching(**match):
    return FILTER.validate_python({"must": {"key": "t", "match": match}})


WORDS = [
    ({"text": "search"}, [1, 2], [0, 1, 2]),
    ({"text": "SEARCH"}, [], [0, 1, 2]),
    ({"text": "sea"}, [1, 2], []),
    ({"text": "point search"}, [], [0, 2]),
    ({"text": ""}, [0, 1, 2, 4], []),
    ({"phrase": "search point"}, [], [0, 2]),
    ({"phrase": "earch p"}, [0], []),
    ({"text_any": "schema point"}, [0, 1], [0, 1, 2]),
    ({"text_any": ""}, [], []),
]


@pytest.mark.parametrize(("match", "without", "with_index"), WORDS)
def test_texts_are_compared_letter_by_letter_without_an_index_and_by_words_with_one(
    documents, match, without, with_index
):
    assert found(documents, matching(**match)) == without
    documents.create_index("t", models.KeywordIndexParams(type="keyword"))
    assert found(documents, matching(**match)) == without
    documents.create_index("t", models.TextIndexParams(type="text", phrase_matching=True))
    assert found(documents, matching(**match)) == with_index
    documents.delete_index("t")
    assert found(documents, matching(**match)) == without


def test_the_words_of_elements_are_looked_for_in_their_own_index(make):
    shard = make(config())
    shard.upsert(points([{"id": 1, "vector": {}, "payload": {"items": [{"t": "search"}]}}]))
    condition = {"nested": {"key": "items", "filter": {"must": {"key": "t", "match": {"text": "sea"}}}}}
    assert found(shard, FILTER.validate_python({"must": condition})) == [1]
    shard.create_index("items[].t", models.TextIndexParams(type="text"))
    assert found(shard, FILTER.validate_python({"must": condition})) == []


def test_a_list_with_a_null_in_it_is_null_only_for_an_index(make):
    shard = make(config())
    shard.upsert(
        points({"id": id, "vector": {}, "payload": {"a": a}} for id, a in enumerate([None, [None], [1, None], [], 1]))
    )
    null = FILTER.validate_python({"must": {"is_null": {"key": "a"}}})
    assert found(shard, null) == [0]
    shard.create_index("a", models.KeywordIndexParams(type="keyword"))
    assert found(shard, null) == [0, 1, 2]


def test_each_point_is_in_one_slice(make):
    shard = make(config())
    shard.upsert(points({"id": id, "vector": {}} for id in range(50)))
    parts = [found(shard, FILTER.validate_python({"must": {"slice": {"total": 3, "index": i}}})) for i in range(3)]
    assert sorted(id for part in parts for id in part) == list(range(50))


def test_a_vector_may_be_asked_for(shard):
    shard.upsert(
        points([{"id": 1, "vector": {"d": [1, 2, 3, 4]}}, {"id": 2, "vector": {"s": {"indices": [1], "values": [1]}}}])
    )
    assert found(shard, FILTER.validate_python({"must": {"has_vector": "d"}})) == [1]
    assert found(shard, FILTER.validate_python({"must_not": {"has_vector": "d"}})) == [2]


BAD = [
    ({"key": "a"}, ValidationFailed),
    ({"key": "", "match": {"value": 1}}, BadRequest),
    ({"key": "a..b", "match": {"value": 1}}, BadRequest),
    ({"key": "a", "match": {"value": 2**63}}, BadRequest),
    ({"key": "a", "range": {"gte": float("nan")}}, BadRequest),
    ({"key": "a", "values_count": {"gt": -1}}, BadRequest),
    ({"has_id": ["5"]}, BadRequest),
    ({"has_id": [-1]}, BadRequest),
    ({"is_null": {"key": "["}}, BadRequest),
    ({"slice": {"total": 2, "index": 2}}, ValidationFailed),
    ({"key": "g", "geo_radius": {"center": {"lon": 300, "lat": 0}, "radius": 1}}, BadRequest),
    ({"key": "g", "geo_polygon": {"exterior": {"points": [{"lon": 0, "lat": 0}, {"lon": 1, "lat": 1}]}}}, BadRequest),
]


@pytest.mark.parametrize(("condition", "error"), BAD)
def test_conditions_that_mean_nothing_are_refused(shard, condition, error):
    with pytest.raises(error):
        shard.count(models.CountRequest(filter=FILTER.validate_python({"must": condition})))


@pytest.mark.parametrize("part", ["must", "should", "must_not", "nested"])
def test_filters_are_nested_as_deeply_as_a_server_reads_them(shard, part):
    def nest(depth):
        filter = models.Filter()
        for _ in range(depth - 1):
            if part == "nested":
                condition = models.NestedCondition(nested=models.Nested.model_construct(key="a", filter=filter))
                filter = models.Filter.model_construct(must=[condition])
            else:
                filter = models.Filter.model_construct(**{part: [filter]})
        return shard.count(models.CountRequest.model_construct(filter=filter, exact=True))

    nest(62)
    with pytest.raises(BadRequest, match="62"):
        nest(63)
