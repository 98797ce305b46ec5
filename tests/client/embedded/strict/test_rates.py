"""What each call costs of a minute's reads and writes, as measured on a server 1.19.0."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from qschema.client.errors import RateLimited

V = [0.5, 1]
SEARCH = {"query": V, "using": "d"}
ONE = {"key": "n", "match": {"value": 1}}
THREE = {"must": [ONE, ONE], "should": [{"must": [ONE]}]}
RED = {"must": [{"key": "color", "match": {"value": "red"}}]}
PAIR = {"positive": V, "negative": V}

READS: list[tuple[str, Any, int]] = [
    ("POST /points/scroll", {"limit": 1}, 1),
    ("POST /points/scroll", {"filter": THREE}, 4),
    ("POST /points/count", {"filter": THREE}, 4),
    ("POST /facet", {"key": "color", "filter": THREE}, 4),
    ("POST /points", {"ids": [1, 1, 77]}, 3),
    ("GET /points/1", None, 1),
    ("GET ", None, 0),
    ("POST /points/query", {}, 1),
    ("POST /points/query", {**SEARCH, "filter": THREE}, 4),
    ("POST /points/query", {"query": 1, "using": "d"}, 3),
    ("POST /points/query", {"query": 1, "using": "m"}, 4),
    ("POST /points/query", {"query": [[0.5, 1], [2, 1]], "using": "m"}, 2),
    ("POST /points/query", {"query": {"order_by": "n"}}, 1),
    ("POST /points/query", {"query": {"sample": "random"}}, 1),
    ("POST /points/query", {"query": {"recommend": {"positive": [1, 2], "negative": [3]}}, "using": "d"}, 5),
    (
        "POST /points/query",
        {"query": {"recommend": {"positive": [1, 2], "negative": [3], "strategy": "best_score"}}, "using": "d"},
        7,
    ),
    ("POST /points/query", {"query": {"discover": {"target": V, "context": [PAIR] * 3}}, "using": "d"}, 7),
    ("POST /points/query", {"query": {"context": [PAIR] * 3}, "using": "d"}, 6),
    ("POST /points/query", {**SEARCH, "limit": 2, "prefetch": [SEARCH, {**SEARCH, "filter": THREE}]}, 5),
    ("POST /points/query", {**SEARCH, "filter": {"must": [ONE, ONE]}, "prefetch": [SEARCH, SEARCH]}, 6),
    (
        "POST /points/query",
        {"query": {"fusion": "rrf"}, "prefetch": [{"query": n, "using": "d"} for n in (1, 1, 2)]},
        8,
    ),
    ("POST /points/query/batch", {"searches": [SEARCH, SEARCH, {**SEARCH, "filter": THREE}]}, 6),
    ("POST /points/query/batch", {"searches": [{"query": n, "using": "d"} for n in (1, 1, 2)]}, 8),
    ("POST /points/query/groups", {**SEARCH, "group_by": "color", "limit": 2, "group_size": 2}, 2),
    ("POST /points/query/groups", {"group_by": "color"}, 9),
    ("POST /points/search/matrix/pairs", {"using": "d", "sample": 5}, 12),
    ("POST /points/search/matrix/offsets", {"using": "m", "sample": 5}, 17),
    ("POST /points/search/matrix/pairs", {"using": "d", "filter": {"must": [ONE]}}, 3),
]

WRITES: list[tuple[str, Any, int]] = [
    ("PUT /points?wait=true", {"points": [{"id": 1, "vector": {}}, {"id": 1, "vector": {}}]}, 2),
    ("PUT /points?wait=true", {"batch": {"ids": [1, 2, 3], "vectors": {}}}, 3),
    ("POST /points/delete?wait=true", {"points": [77, 78, 79]}, 3),
    ("POST /points/delete?wait=true", {"filter": RED}, 5),
    ("POST /points/delete?wait=true", {"filter": {}}, 10),
    ("POST /points/delete?wait=true", {"filter": {"must": [{"key": "color", "match": {"value": "none"}}]}}, 1),
    ("POST /points/payload?wait=true", {"payload": {"a": 1}, "points": [1, 2], "filter": RED}, 2),
    ("PUT /points/payload?wait=true", {"payload": {"a": 1}, "filter": RED}, 5),
    ("POST /points/payload/clear?wait=true", {"filter": RED}, 5),
    ("POST /points/vectors/delete?wait=true", {"vector": ["z"], "points": [1, 2]}, 2),
    (
        "POST /points/batch?wait=true",
        {"operations": [{"clear_payload": {"points": [2]}}, {"delete": {"filter": RED}}]},
        6,
    ),
    ("PUT /index?wait=true", {"field_name": "q", "field_schema": "keyword"}, 2),
    ("DELETE /index/color?wait=true", None, 0),
    ("PUT /vectors/new?wait=true", {"dense": {"size": 2, "distance": "Dot"}}, 2),
    ("DELETE /vectors/z?wait=true", None, 1),
    ("PATCH ", {"metadata": {"a": 1}}, 0),
]

MANY = 100_000


@pytest.fixture
def left(collection: Any, limit: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], int]:
    """Say how many tokens are left of those for reads or writes; none comes back meanwhile."""
    monkeypatch.setattr("qschema.client.embedded.strict.rates.bucket._MINUTE", 1e12)
    limit(read_rate_limit=MANY, write_rate_limit=MANY)

    def left_(what: str) -> int:
        ids = [1] * MANY
        line, body = ("POST /points", {"ids": ids}) if what == "read" else ("POST /points/delete", {"points": ids})
        status, said = collection(line, body)
        found = re.search(r"only (\d+)\.0 were available", said)
        return int(found[1]) if found else MANY if status == 200 else -1

    return left_


@pytest.mark.parametrize(("line", "body", "cost"), [*READS, *WRITES])
def test_calls_cost(collection, left, line, body, cost):
    what = "read" if (line, body, cost) in READS else "write"
    assert collection(line, body) == (200, "")
    if cost:
        assert left(what) == MANY - cost
    else:
        assert left(what) == MANY


def test_a_search_that_starts_from_nowhere_pays_only_for_looking(collection, left):
    assert collection("POST /points/query", {"query": 99, "using": "d"})[0] == 404
    assert left("read") == MANY - 1


def test_a_new_collection_has_one_write_behind_it(engine, say, ask):
    vectors, limits = {"size": 2, "distance": "Dot"}, {"enabled": True, "write_rate_limit": 1}
    assert ask("PUT ", {"vectors": vectors, "strict_mode_config": limits}) == (200, "")
    with pytest.raises(RateLimited) as caught:
        say(engine, "PUT /collections/c/points", {"points": [{"id": 1, "vector": [1, 2]}]})
    assert caught.value.retry_after == 60.0


def test_telling_limits_again_fills_the_buckets(collection, limit):
    limit(read_rate_limit=1)
    assert collection("POST /points/scroll", {}) == (200, "")
    for change in ({"metadata": {"a": 1}}, {"hnsw_config": {"m": 17}}, {}):
        assert collection("PATCH ", change) == (200, "")
        assert collection("POST /points/scroll", {})[0] == 429
    for same in ({"enabled": True}, {}):
        assert collection("PATCH ", {"strict_mode_config": same}) == (200, "")
        assert collection("POST /points/scroll", {}) == (200, "")


def test_a_batch_stops_where_it_can_pay_no_more(collection, limit, engine, say):
    limit(write_rate_limit=1)
    marks = [{"set_payload": {"points": [n], "payload": {"mark": True}}} for n in (1, 2)]
    assert collection("POST /points/batch?wait=true", {"operations": marks})[0] == 429
    found = say(
        engine, "POST /collections/c/points/scroll", {"filter": {"must": [{"key": "mark", "match": {"value": True}}]}}
    )
    assert [point.id for point in found.points] == [1]


@pytest.mark.parametrize(
    ("line", "body", "status"),
    [
        ("POST /points/query", {"query": V, "using": "nowhere"}, 429),
        ("POST /points/query", {"query": {"fusion": "rrf"}}, 400),
        ("POST /points/scroll", {"order_by": "n", "offset": 1}, 400),
        ("POST /points/count", {"shard_key": "a"}, 400),
        ("POST /points/query", {**SEARCH, "limit": 0}, 422),
        ("POST /points/query", {"query": 1, "using": "d", "lookup_from": {"collection": "nowhere"}}, 404),
        ("POST /points/search/matrix/pairs", {"using": "nowhere"}, 400),
    ],
)
def test_what_is_found_out_before_and_after_paying(collection, limit, line, body, status):
    limit(read_rate_limit=1)
    assert collection("POST /points/scroll", {}) == (200, "")
    assert collection(line, body)[0] == status
