"""Filters, formulas and groups under strict mode; the answers are those of a server 1.19.0."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.client import models
from qschema.client.embedded.conditions import condition_count
from qschema.client.embedded.strict.kinds import needed, offered
from qschema.client.requests.base import adapter

UUID = "00000000-0000-4000-8000-000000000001"
ALL = (
    "bool, datetime, float, geo, integer, keyword, keyword (with prefix: true),"
    " text, text (with phrase_matching: true), uuid"
)
CENTRE = {"center": {"lon": 1, "lat": 1}, "radius": 1}


@pytest.mark.parametrize(
    ("condition", "kinds"),
    [
        ({"match": {"value": 1}}, "integer"),
        ({"match": {"value": True}}, "bool"),
        ({"match": {"value": "a"}}, "keyword"),
        ({"match": {"value": UUID}}, "keyword, uuid"),
        ({"match": {"any": [1, 2]}}, "integer"),
        ({"match": {"any": [UUID, "a"]}}, "keyword"),
        ({"match": {"any": []}}, ""),
        ({"match": {"except": [UUID]}}, "keyword, uuid"),
        ({"match": {"text": "a"}}, "text"),
        ({"match": {"text_any": "a"}}, "text"),
        ({"match": {"phrase": "a"}}, "text (with phrase_matching: true)"),
        ({"match": {"prefix": "a"}}, "keyword (with prefix: true)"),
        ({"range": {"gt": 1}}, "float, integer"),
        ({"range": {"gt": "2020-01-01T00:00:00Z"}}, "datetime"),
        ({"geo_radius": CENTRE}, "geo"),
        ({"values_count": {"gt": 1}}, ALL),
        ({"is_empty": True}, ALL),
        ({"match": {"value": 1}, "range": {"gt": 1}}, "float, integer"),
    ],
)
def test_a_condition_on_a_field_without_an_index_says_which_would_do(collection, limit, condition, kinds):
    limit(unindexed_filtering_retrieve=False)
    answer = collection("POST /points/scroll", {"filter": {"must": [{"key": "price", **condition}]}})
    refusal = (
        f'Bad request: Index required but not found for "price" of one of the following types: [{kinds}].'
        " Help: Create an index for this key or use a different filter."
    )
    assert answer == ((400, refusal) if kinds else (200, ""))


@pytest.mark.parametrize(
    ("filter", "field"),
    [
        ({"must": [{"key": "color", "match": {"value": "red"}}]}, ""),
        ({"must": [{"key": '"color"', "match": {"value": "red"}}]}, ""),
        ({"must": [{"key": "color[]", "match": {"value": "red"}}]}, "color[]"),
        ({"must": [{"key": "color", "match": {"text": "red"}}]}, "color"),
        ({"must": [{"has_id": [1]}, {"has_vector": "d"}]}, ""),
        ({"must": [{"is_empty": {"key": "price"}}]}, "price"),
        (
            {"must": [{"nested": {"key": "items", "filter": {"must": [{"key": "a", "match": {"value": 1}}]}}}]},
            "items[].a",
        ),
        ({"must": [{"should": [{"must_not": [{"key": "deep", "match": {"value": 1}}]}]}]}, "deep"),
        ({"must_not": [{"key": "a", "match": {"value": 1}}], "should": [{"key": "b", "match": {"value": 1}}]}, "a"),
        ({"min_should": {"conditions": [{"key": "b", "match": {"value": 1}}], "min_count": 1}}, "b"),
    ],
)
def test_the_field_without_an_index_is_found_wherever_it_stands(collection, limit, filter, field):
    limit(unindexed_filtering_retrieve=False, unindexed_filtering_update=False)
    for line, body in (("POST /points/count", {}), ("POST /points/delete", {}), ("POST /points/query", {})):
        status, said = collection(line, {**body, "filter": filter})
        assert (status, f'"{field}"' in said) == ((400, True) if field else (200, False))


@pytest.mark.parametrize(
    ("formula", "field"),
    [
        ("$score", ""),
        ("$score[0]", ""),
        ("n", ""),
        ({"sum": ["n", {"mult": ["$score", {"neg": "price"}]}]}, "price"),
        ({"key": "price", "match": {"value": 1}}, "price"),
        ({"geo_distance": {"origin": {"lon": 1, "lat": 1}, "to": "place"}}, "place"),
        ({"datetime_key": "at"}, "at"),
        ({"datetime": "2020-01-01"}, ""),
        ({"exp_decay": {"x": "n", "target": "price"}}, "price"),
        ({"div": {"left": "n", "right": "price"}}, "price"),
    ],
)
def test_a_formula_needs_indexes_too(collection, limit, formula, field):
    limit(unindexed_filtering_retrieve=False)
    body = {"query": {"formula": formula, "defaults": {"n": 1}}, "prefetch": {"query": [0.5, 1], "using": "d"}}
    status, said = collection("POST /points/query", body)
    assert (status, f'"{field}"' in said and "formula expression" in said) == ((400, True) if field else (200, False))


@pytest.mark.parametrize(
    ("index", "refusal"),
    [
        ("keyword", ""),
        ("uuid", ""),
        (None, 'Index required but not found for "g"'),
        ("float", 'Index of type "Float" found for "g"'),
        ({"type": "integer", "lookup": False, "range": True}, 'Index of type "Integer" found for "g"'),
    ],
)
def test_groups_need_an_index_that_values_can_be_looked_up_in(collection, limit, index, refusal):
    if index is not None:
        assert collection("PUT /index?wait=true", {"field_name": "g", "field_schema": index}) == (200, "")
    limit(unindexed_filtering_retrieve=False)
    status, said = collection("POST /points/query/groups", {"query": [0.5, 1], "using": "d", "group_by": "g"})
    assert (status, said.removeprefix("Bad request: ").partition(". Help")[0]) == (400 if refusal else 200, refusal)


def test_conditions_are_counted_and_measured_after_their_indexes(collection, limit):
    limit(filter_max_conditions=2, condition_max_size=2)
    three = {"must": [{"nested": {"key": "a", "filter": {"must": [{"has_id": [1]}] * 2}}}, {"must": [{"has_id": [1]}]}]}
    assert collection("POST /points/scroll", {"filter": three})[1].startswith(
        "Bad request: Filter condition limit reached (3 > 2)"
    )
    large = {"must": [{"must_not": [{"key": "n", "match": {"except": [1, 2, 3]}}]}]}
    assert collection("POST /points/scroll", {"filter": large})[1].startswith(
        "Bad request: Condition size limit reached (3 > 2)"
    )
    limit(unindexed_filtering_retrieve=False)
    assert (
        "Index required"
        in collection("POST /points/scroll", {"filter": {"must": [{"key": "p", "match": {"any": [1, 2, 3]}}] * 3}})[1]
    )


def test_the_filter_of_an_upsert_is_free(collection, limit):
    limit(unindexed_filtering_update=False, filter_max_conditions=0)
    filter = {"must": [{"key": "price", "match": {"value": 1}}]}
    assert collection("PUT /points?wait=true", {"points": [{"id": 1, "vector": {}}], "update_filter": filter}) == (
        200,
        "",
    )


LEAVES = st.sampled_from(
    [{"has_id": [1]}, {"key": "a", "match": {"any": [1, 2]}}, {"is_null": {"key": "a"}}, {"has_vector": "d"}]
)


def combined(conditions: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(conditions, max_size=3)
    filters = st.fixed_dictionaries(
        {},
        optional={
            "must": several | conditions,
            "should": several,
            "must_not": several,
            "min_should": st.builds(lambda given: {"conditions": given, "min_count": 1}, several),
        },
    )
    return filters | st.builds(lambda filter: {"nested": {"key": "a", "filter": filter}}, filters)


@given(st.recursive(LEAVES, combined, max_leaves=12).map(lambda one: {"must": [one]}))
def test_as_many_conditions_are_counted_as_there_are_leaves(document: dict[str, Any]):
    filter = adapter(models.Filter).validate_python(document)
    assert condition_count(filter) == leaves(document)


def leaves(document: Any) -> int:
    """Count conditions in the plain document, without the code under test."""
    count = 0
    for name in ("must", "should", "must_not"):
        given = document.get(name) or []
        for one in given if isinstance(given, list) else [given]:
            if "nested" in one:
                count += leaves(one["nested"]["filter"])
            elif {"must", "should", "must_not", "min_should"} & one.keys() or one == {}:
                count += leaves(one)
            else:
                count += 1
    if document.get("min_should"):
        count += leaves({"must": document["min_should"]["conditions"]})
    return count


@pytest.mark.parametrize("kind", ["keyword", "integer", "float", "geo", "text", "bool", "datetime", "uuid"])
def test_any_index_tells_what_is_empty(kind):
    condition = models.IsEmptyCondition(is_empty=models.PayloadField(key="a"))
    assert offered(kind) & set(needed(condition))
    assert offered({"type": kind}) == offered(kind)
