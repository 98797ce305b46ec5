"""Random limits, and calls that are within them or not, to a real server and to the engine: the same refusals."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from qschema.client.embedded.transport import EmbeddedTransport
from qschema.client.errors import QdrantError, RateLimited
from qschema.client.requests.reading import read_call

pytestmark = pytest.mark.live

Json = dict[str, Any]
Answer = tuple[int, str, str | None]
"""Status, the error's text, and how long to wait."""

DOT = {"size": 2, "distance": "Dot"}
COLLECTION = {
    "vectors": {
        "d": DOT,
        "flat": {**DOT, "hnsw_config": {"m": 0}},
        "multi": {**DOT, "multivector_config": {"comparator": "max_sim"}},
    },
    "sparse_vectors": {"s": {}},
}
POINTS = [
    {
        "id": number,
        "vector": {
            "d": [0.5, number],
            "flat": [number, 1],
            "multi": [[0.5, 1], [number, 1]],
            "s": {"indices": [1], "values": [1]},
        },
        "payload": {"color": ["red", "green"][number % 2], "n": number, "bare": number, "tenant": "a"},
    }
    for number in range(1, 8)
]
INDEXES = {"color": "keyword", "n": "integer", "tenant": {"type": "keyword", "is_tenant": True}, "text": "text"}

small = st.integers(0, 6)
counted = st.integers(1, 6)


def limits() -> st.SearchStrategy[Json]:
    flags = st.booleans()
    of_vectors = {"multivector_config": {"multi": {"max_vectors": 1}}, "sparse_config": {"s": {"max_length": 2}}}
    numbers = {
        "max_query_limit": counted,
        "max_timeout": counted,
        "unindexed_filtering_retrieve": flags,
        "unindexed_filtering_update": flags,
        "search_max_hnsw_ef": small,
        "search_allow_exact": flags,
        "search_max_oversampling": st.sampled_from([0, 1.5, 2]),
        "search_max_batchsize": small,
        "upsert_max_batchsize": small,
        "filter_max_conditions": small,
        "condition_max_size": small,
        "max_payload_index_count": small,
        "read_rate_limit": counted,
        "write_rate_limit": counted,
    }
    chosen = st.sets(st.sampled_from(sorted(numbers)), min_size=1, max_size=4)
    values = chosen.flatmap(lambda names: st.fixed_dictionaries({name: numbers[name] for name in sorted(names)}))
    return st.builds(lambda one, more: {**one, **more}, values, st.sampled_from([{}, of_vectors]))


def conditions() -> st.SearchStrategy[Json]:
    keys = st.sampled_from(["color", "n", "bare", "text", "tenant", "items[].a"])
    values = [1, "a", True, "00000000-0000-4000-8000-000000000001"]
    matches = st.sampled_from(
        [{"value": value} for value in values]
        + [{"any": [1, 2, 3]}, {"except": ["a"]}, {"any": []}, {"text": "a"}, {"phrase": "a"}, {"prefix": "a"}]
    )
    others = st.sampled_from(
        [
            {"range": {"gt": 1}},
            {"values_count": {"gt": 1}},
            {"is_empty": True},
            {"range": {"gt": "2020-01-01T00:00:00Z"}},
        ]
    )
    field = st.builds(lambda key, said: {"key": key, **said}, keys, matches.map(lambda one: {"match": one}) | others)
    nested = st.builds(lambda inner: {"nested": {"key": "items", "filter": {"must": [inner]}}}, field)
    free = st.sampled_from([{"has_id": [1, 2]}, {"has_vector": "d"}, {"is_null": {"key": "bare"}}])
    return field | nested | free | st.builds(lambda inner: {"must_not": [inner]}, field)


def filters() -> st.SearchStrategy[Json]:
    several = st.lists(conditions(), min_size=1, max_size=2)
    return st.builds(lambda name, given: {name: given}, st.sampled_from(["must", "should", "must_not"]), several)


def searches() -> st.SearchStrategy[Json]:
    vector = st.sampled_from(
        [
            {"query": [0.5, 1], "using": "d"},
            {"query": [0.5, 1], "using": "flat"},
            {"query": 1, "using": "d"},
            {"query": 2, "using": "multi"},
            {"query": {"indices": [1], "values": [1]}, "using": "s"},
            {"query": {"recommend": {"positive": [1], "negative": [2], "strategy": "best_score"}}, "using": "d"},
            {"query": {"context": [{"positive": 1, "negative": [1, 2]}]}, "using": "d"},
            {"query": {"order_by": "n"}},
            {},
        ]
    )
    params = st.sampled_from(
        [{"exact": True}, {"hnsw_ef": 4}, {"quantization": {"oversampling": 1.75}}, {"exact": False, "hnsw_ef": 1}]
    )
    options = st.fixed_dictionaries({}, optional={"limit": counted, "filter": filters(), "params": params})
    flat = st.builds(lambda one, more: {**one, **more}, vector, options)
    fused = st.builds(
        lambda inner: {"query": {"fusion": "rrf"}, "prefetch": inner}, st.lists(flat, min_size=1, max_size=2)
    )
    formula = st.builds(
        lambda inner, field: {
            "query": {"formula": {"sum": ["$score", field]}, "defaults": {field: 0}},
            "prefetch": inner,
        },
        flat,
        st.sampled_from(["n", "bare", "color"]),
    )
    again = st.builds(lambda one, inner, more: {**one, **more, "prefetch": inner}, vector.filter(bool), flat, options)
    return flat | fused | formula | again


def calls() -> st.SearchStrategy[tuple[str, Any]]:
    def call(line: str, body: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[str, Any]]:
        return st.tuples(st.sampled_from([line, line, f"{line}?timeout=4"]), body)

    limit = st.fixed_dictionaries({}, optional={"limit": counted, "filter": filters()})
    points = st.lists(st.sampled_from([0, 1]), max_size=3).map(lambda rows: [*rows, 0])
    vectors = [{"multi": [[0.5, 1], [2, 1]]}, {"s": {"indices": [1, 2, 3], "values": [1, 2, 3]}}]
    upsert = points.map(lambda kinds: {"points": [{"id": n, "vector": vectors[k]} for n, k in enumerate(kinds, 1)]})
    groups = st.builds(
        lambda search, key: {**search, "group_by": key, "group_size": 2},
        searches(),
        st.sampled_from(["n", "bare", "text"]),
    )
    by_filter = filters().map(lambda filter: {"filter": {"must": [filter, {"has_id": [99]}]}})
    return st.one_of(
        call("POST /points/query", searches()),
        call("POST /points/query", searches()),
        call("POST /points/query/batch", st.lists(searches(), max_size=3).map(lambda many: {"searches": many})),
        call("POST /points/query/groups", groups),
        call("POST /points/scroll", limit),
        call(
            "POST /points/count",
            st.builds(lambda exact, filter: {"exact": exact, "filter": filter}, st.booleans(), filters()),
        ),
        call("POST /facet", limit.map(lambda said: {"key": "color", **said})),
        call("POST /points/search/matrix/pairs", limit.map(lambda said: {"using": "multi", "sample": 2, **said})),
        call("POST /points", st.lists(counted, min_size=1, max_size=5).map(lambda ids: {"ids": ids})),
        call("PUT /points", upsert),
        call("PUT /points/vectors", upsert),
        call("POST /points/delete", by_filter),
        call("POST /points/payload", by_filter.map(lambda said: {"payload": {"z": 1}, **said})),
        call("PUT /index", st.just({"field_name": "color", "field_schema": "keyword"})),
    )


class Pair:
    """A server and an engine that hold the same collection."""

    def __init__(self, server: httpx.Client, name: str) -> None:
        self._server = server
        self._engine = EmbeddedTransport(None)
        self._path = f"/collections/{name}"

    def ask(self, line: str, body: Any) -> tuple[Answer, Answer]:
        verb, _, path = line.partition(" ")
        content = json.dumps(body).encode()
        headers = {"content-type": "application/json"}
        theirs = self._server.request(verb, self._path + path, content=content, headers=headers)
        status = theirs.json().get("status")
        said = status["error"] if isinstance(status, dict) else ""
        return (theirs.status_code, said, theirs.headers.get("retry-after")), self._ours(verb, path, content)

    def done(self, line: str, body: Any) -> None:
        assert [answer[0] for answer in self.ask(line, body)] == [200, 200]

    def close(self) -> None:
        self._server.delete(self._path)
        self._engine.close()

    def _ours(self, verb: str, path: str, content: bytes) -> Answer:
        try:
            self._engine.send(read_call(verb, self._path + path, content))
        except RateLimited as error:
            return 429, error.what, None if error.retry_after is None else f"{error.retry_after:.0f}"
        except QdrantError as error:
            return error.status or 0, error.what, None
        return 200, "", None


def comparable(answer: Answer) -> Answer:
    """What must be the same: refusals of strict mode word for word, but for the tokens that came back meanwhile."""
    status, said, wait = answer
    if status == 429:
        return status, re.sub(r"only [\d.]+ were available. Retry after \d+s", "few", said), "some" if wait else None
    if status == 400 and "Index required" in said:
        # Of several fields a server names any.
        return status, re.sub(r'"[^"]*"( of one of the following types: \[.*\])?', "a field", said), None
    return status, said if said.startswith("Bad request: ") else "", None


@settings(
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(limits(), st.lists(calls(), min_size=8, max_size=14))
def test_the_same_calls_are_refused_in_the_same_words(live_url, name, said, script):
    with httpx.Client(base_url=live_url, timeout=60) as server:
        pair = Pair(server, name)
        try:
            pair.done("PUT ", COLLECTION)
            pair.done("PUT /points?wait=true", {"points": POINTS})
            for field, schema in INDEXES.items():
                pair.done("PUT /index?wait=true", {"field_name": field, "field_schema": schema})
            pair.done("PATCH ", {"strict_mode_config": {"enabled": True, **said}})
            for line, body in script:
                pair.done("PATCH ", {"strict_mode_config": {}})  # the buckets are full again
                theirs, ours = pair.ask(line, body)
                assert comparable(ours) == comparable(theirs), (said, line, body)
        finally:
            pair.close()
