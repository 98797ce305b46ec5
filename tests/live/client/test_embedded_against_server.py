"""The same random configurations to a real server and to the engine in this process: every answer compared."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from qschema.client.embedded.transport import EmbeddedTransport
from tests.differential.instances import answer
from tests.strategies import words
from tests.strategies.bodies import DENSE, SPARSE, changes, creations

pytestmark = pytest.mark.live

Step = tuple[str, str, Any]
"""Verb, path after the collection's name, body."""

FREE = ("indexed_vectors_count", "segments_count", "update_queue", "operation_id")
"""Numbers in an answer that may differ."""


def index_bodies() -> st.SearchStrategy[dict[str, Any]]:
    flags = st.none() | st.booleans()
    kinds = st.sampled_from(["keyword", "integer", "float", "geo", "text", "bool", "datetime", "uuid"])
    options = st.dictionaries(
        st.sampled_from(
            ["is_tenant", "is_principal", "lookup", "range", "on_disk", "enable_hnsw", "lowercase", "other"]
        ),
        flags,
        max_size=3,
    )
    schema = kinds | st.builds(lambda kind, said: {"type": kind, **said}, kinds, options)
    return st.builds(lambda field, said: {"field_name": field, "field_schema": said}, fields(), schema)


def fields() -> st.SearchStrategy[str]:
    return st.sampled_from(["a", '"a"', "a.b", "a[].b", "a[0]", "ü", ".", "a b"]) | words.field_paths()


def vector_bodies() -> st.SearchStrategy[dict[str, Any]]:
    datatypes = st.sampled_from([None, "float32", "float16", "uint8", "turbo4"])
    size, distance = st.integers(-1, 3), st.sampled_from(["Dot", "Cosine", "dot"])
    dense = st.builds(lambda s, d, t: {"dense": {"size": s, "distance": d, "datatype": t}}, size, distance, datatypes)
    modifiers = st.sampled_from([None, "none", "idf"])
    return dense | st.builds(lambda m, t: {"sparse": {"modifier": m, "datatype": t}}, modifiers, datatypes)


names = st.sampled_from([*DENSE, *SPARSE, "other"])
steps: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("PATCH"), st.just(""), changes()),
    st.tuples(st.just("PATCH"), st.just(""), changes()),
    st.tuples(st.just("PUT"), st.just("/index?wait=true"), index_bodies()),
    st.tuples(st.just("DELETE"), st.just("/index/a?wait=true"), st.none()),
    st.builds(lambda name, body: ("PUT", f"/vectors/{name}?wait=true", body), names, vector_bodies()),
    st.builds(lambda name: ("DELETE", f"/vectors/{name}?wait=true", None), names),
)


def comparable(document: Any) -> Any:
    """What of an answer must be the same; a server reads one in eight long numbers with its last bit off."""
    if isinstance(document, float):
        return float(f"{document:.12g}")
    if isinstance(document, dict):
        kept = {key: comparable(value) for key, value in document.items() if key not in (*FREE, "time", "usage")}
        if kept.get("status") == "yellow":
            kept["status"] = "green"
        return {key: "an error" if key == "error" else value for key, value in kept.items()}
    return [comparable(one) for one in document] if isinstance(document, list) else document


# Making a failing case smaller would take a server minutes.
QUICK = settings(
    max_examples=60,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@QUICK
@given(creations(), st.lists(steps, max_size=6))
def test_configurations_are_taken_refused_and_shown_alike(live_url, name, body, script):
    transport = EmbeddedTransport(None)
    with httpx.Client(base_url=live_url, timeout=60) as server:

        def both(verb: str, path: str, document: Any) -> None:
            content = b"" if document is None else json.dumps(document).encode()
            headers = {"content-type": "application/json"}
            theirs = server.request(verb, f"/collections/{name}{path}", content=content, headers=headers)
            status, ours = answer(transport, verb, f"/collections/{name}{path}", content)
            assert (status, comparable(ours)) == (theirs.status_code, comparable(theirs.json())), (verb, path, document)

        try:
            both("PUT", "", body)
            both("GET", "", None)
            for verb, path, document in script:
                both(verb, path, document)
                both("GET", "", None)
        finally:
            server.delete(f"/collections/{name}")
            transport.close()
