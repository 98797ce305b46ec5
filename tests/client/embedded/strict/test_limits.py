"""Each limit, at the value that still passes and at the first that doesn't; the answers are a server's."""

from __future__ import annotations

from typing import Any

import pytest

SEARCH = {"query": [0.5, 1], "using": "d"}
CONDITION = {"key": "n", "match": {"value": 1}}


def exceeded(value: Any, most: Any, name: str) -> str:
    return (
        f'Bad request: Limit exceeded {value} > {most} for "{name}".'
        f' Help: Reduce the "{name}" parameter to or below {most}.'
    )


LIMIT = {"max_query_limit": 5}
NUMBERS: list[tuple[dict[str, Any], str, Any, str]] = [
    (LIMIT, "POST /points/query", SEARCH, exceeded(10, 5, "limit")),
    (LIMIT, "POST /points/query", {**SEARCH, "limit": 5, "offset": 50}, ""),
    (LIMIT, "POST /points/scroll", {}, ""),
    (LIMIT, "POST /points/scroll", {"limit": 6}, exceeded(6, 5, "limit")),
    (LIMIT, "POST /facet", {"key": "color"}, ""),
    (LIMIT, "POST /facet", {"key": "color", "limit": 6}, exceeded(6, 5, "limit")),
    (LIMIT, "POST /points", {"ids": list(range(9))}, ""),
    (LIMIT, "POST /points/count", {}, ""),
    (LIMIT, "POST /points/query/groups", {**SEARCH, "group_by": "color"}, exceeded(30, 5, "limit")),
    (LIMIT, "POST /points/query/groups", {**SEARCH, "group_by": "color", "limit": 2, "group_size": 2}, ""),
    (
        LIMIT,
        "POST /points/query/groups",
        {"group_by": "color", "limit": 1, "prefetch": {**SEARCH, "limit": 50}, **SEARCH},
        "",
    ),
    (LIMIT, "POST /points/search/matrix/pairs", {"using": "d"}, ""),
    (LIMIT, "POST /points/search/matrix/pairs", {"using": "d", "sample": 6}, exceeded(6, 5, "limit")),
    (LIMIT, "POST /points/search/matrix/offsets", {"using": "d", "sample": 2, "limit": 3}, exceeded(6, 5, "limit")),
    (LIMIT, "POST /points/query", {**SEARCH, "limit": 3, "prefetch": SEARCH}, exceeded(10, 5, "limit")),
    (
        LIMIT,
        "POST /points/query",
        {**SEARCH, "limit": 7, "prefetch": [{**SEARCH, "limit": 8, "prefetch": {**SEARCH, "limit": 9}}]},
        exceeded(9, 5, "limit"),
    ),
    (
        {"search_max_batchsize": 1, **LIMIT},
        "POST /points/query/batch?timeout=9",
        {"searches": [SEARCH, SEARCH]},
        exceeded(2, 1, "search batch size"),
    ),
    (LIMIT, "POST /points/query/batch", {"searches": [{**SEARCH, "limit": 1}, SEARCH]}, exceeded(10, 5, "limit")),
    ({"max_timeout": 3}, "POST /points/query?timeout=3", SEARCH, ""),
    ({"max_timeout": 3}, "POST /points/query?timeout=4", SEARCH, exceeded(4, 3, "timeout")),
    ({"max_timeout": 3, **LIMIT}, "POST /points/query?timeout=4", SEARCH, exceeded(10, 5, "limit")),
    ({"max_timeout": 3}, "GET /points/1?timeout=4", None, exceeded(4, 3, "timeout")),
    ({"max_timeout": 3}, "POST /points/delete?timeout=4", {"points": [1]}, exceeded(4, 3, "timeout")),
    ({"max_timeout": 3}, "DELETE /index/color?timeout=4", None, ""),
    ({"max_timeout": 3}, "PATCH ?timeout=4", {"metadata": {"a": 1}}, ""),
    ({"search_max_hnsw_ef": 16}, "POST /points/query", {**SEARCH, "params": {"hnsw_ef": 16}}, ""),
    (
        {"search_max_hnsw_ef": 16},
        "POST /points/query",
        {**SEARCH, "params": {"hnsw_ef": 17}},
        exceeded(17, 16, "hnsw_ef"),
    ),
    (
        {"search_max_oversampling": 2, "search_max_hnsw_ef": 1},
        "POST /points/query",
        {**SEARCH, "params": {"hnsw_ef": 9, "quantization": {"oversampling": 2.5}}},
        exceeded("2.5", 2, "oversampling"),
    ),
    (
        {"upsert_max_batchsize": 1},
        "PUT /points",
        {"points": [{"id": 1, "vector": {}}, {"id": 2, "vector": {}}]},
        exceeded(2, 1, "upsert limit"),
    ),
    (
        {"upsert_max_batchsize": 1},
        "PUT /points",
        {"batch": {"ids": [1, 2], "vectors": {}}},
        exceeded(2, 1, "upsert limit"),
    ),
    (
        {"upsert_max_batchsize": 0},
        "PUT /points/vectors",
        {"points": [{"id": 1, "vector": {"d": [1, 2]}}]},
        exceeded(1, 0, "update limit"),
    ),
    ({"upsert_max_batchsize": 1}, "POST /points/delete?wait=true", {"points": [1, 2]}, ""),
]


@pytest.mark.parametrize(("limits", "line", "body", "refusal"), NUMBERS)
def test_numbers_beyond_a_limit_are_refused(collection, limit, limits, line, body, refusal):
    limit(**limits)
    assert collection(line, body) == ((400, refusal) if refusal else (200, ""))


EXACT = "Bad request: Exact search disabled!. Help: Set exact=false."


@pytest.mark.parametrize(
    ("line", "body", "refusal"),
    [
        ("POST /points/query", {**SEARCH, "params": {"exact": True}}, EXACT),
        ("POST /points/query", {"query": {"fusion": "rrf"}, "prefetch": {**SEARCH, "params": {"exact": True}}}, EXACT),
        ("POST /points/count", {}, EXACT),
        ("POST /points/count", {"exact": False}, ""),
        ("POST /facet", {"key": "color", "exact": True}, EXACT),
        ("POST /facet", {"key": "color"}, ""),
    ],
)
def test_exact_calls_may_be_forbidden(collection, limit, line, body, refusal):
    limit(search_allow_exact=False)
    assert collection(line, body) == ((400, refusal) if refusal else (200, ""))


def of_tenant(**search: Any) -> dict[str, Any]:
    return {**search, "filter": {"must": [{"key": "tenant", "match": {"value": "a"}}]}}


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"query": [1, 2], "using": "z"}, "(hnsw_config.m = 0). Help: Use tenant-specific filter"),
        (of_tenant(query=[1, 2], using="z"), "hnsw_config.payload_m = 0). Help: Enable vector indexing"),
        ({"query": [1, 2], "using": "z", "prefetch": SEARCH}, ""),
        ({**SEARCH, "prefetch": {"query": [1, 2], "using": "z", "prefetch": SEARCH}}, "on 'z' because global"),
        ({"query": {"indices": [1], "values": [1]}, "using": "s"}, ""),
        ({"query": 99, "using": "z"}, "on 'z' because global"),
    ],
)
def test_without_exact_searches_a_vector_needs_a_graph(collection, limit, body, refusal):
    limit(search_allow_exact=False)
    status, said = collection("POST /points/query", body)
    assert (status, refusal in said) == (400 if refusal else 200, True)


LONG = {"multivector_config": {"m": {"max_vectors": 2}}, "sparse_config": {"s": {"max_length": 2}}}
ROWS = [[0.5, 1], [2, 1], [1, 1]]
VALUES = {"indices": [1, 2, 3], "values": [1, 2, 3]}
MULTIVECTOR = "Bad request: Multivector 'm' has a limit of 2 vectors, but 3 were provided!"
SPARSE = "Bad request: Sparse vector 's' has a limit of 2 indices, but 3 were provided!"


@pytest.mark.parametrize(
    ("line", "body", "refusal"),
    [
        ("PUT /points", {"points": [{"id": 1, "vector": {"s": VALUES, "m": ROWS}}]}, MULTIVECTOR),
        ("PUT /points", {"points": [{"id": 1, "vector": {"s": VALUES}}]}, SPARSE),
        ("PUT /points", {"points": [{"id": 1, "vector": {"m": ROWS[:2]}}]}, ""),
        ("PUT /points/vectors", {"points": [{"id": 1, "vector": {"m": ROWS}}]}, MULTIVECTOR),
        ("PUT /points", {"batch": {"ids": [1], "vectors": {"m": [ROWS]}}}, MULTIVECTOR),
        ("PUT /points", {"batch": {"ids": [1], "vectors": {"s": [VALUES]}}}, SPARSE),
        ("POST /points/query", {"query": ROWS, "using": "m"}, ""),
    ],
)
def test_vectors_may_be_too_long(collection, limit, line, body, refusal):
    limit(**LONG)
    assert collection(line, body) == ((400, refusal) if refusal else (200, ""))


def test_payload_indexes_are_counted_with_the_one_that_would_be_replaced(collection, limit):
    limit(max_payload_index_count=3)
    status, said = collection("PUT /index", {"field_name": "color", "field_schema": "keyword"})
    assert (status, "maximum number of payload indices (3)" in said) == (400, True)
    assert collection("DELETE /index/color") == (200, "")
    assert collection("PUT /index", {"field_name": "color", "field_schema": "keyword"}) == (200, "")


def test_all_of_a_batch_is_checked_before_the_first_of_it_is_carried_out(collection, limit):
    limit(unindexed_filtering_update=False)
    unindexed = {"delete": {"filter": {"must": [{"key": "price", "match": {"value": 1}}]}}}
    assert (
        collection("POST /points/batch?wait=true", {"operations": [{"delete": {"points": [1]}}, unindexed]})[0] == 400
    )
    assert collection("GET /points/1") == (200, "")


def test_limits_hold_only_while_strict_mode_is_on(collection, limit):
    limit(enabled=False, max_query_limit=1, read_rate_limit=1)
    for _ in range(3):
        assert collection("POST /points/query", SEARCH) == (200, "")


def test_a_process_that_has_too_much_memory_takes_no_more(collection, limit):
    limit(max_resident_memory_percent=100)
    assert collection("PUT /points", {"points": [{"id": 1, "vector": {}}]}) == (200, "")
