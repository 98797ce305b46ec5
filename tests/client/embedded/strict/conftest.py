from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qschema.client.embedded.engine import Engine
from qschema.client.errors import QdrantError

Ask = Callable[..., tuple[int, str]]

POINTS = [
    {
        "id": number,
        "vector": {
            "d": [0.5, number],
            "z": [1, number],
            "m": [[0.5, 1], [number, 1]],
            "s": {"indices": [1], "values": [1]},
        },
        "payload": {"color": "red" if number % 2 else "green", "n": number, "price": 1.5, "tenant": "a"},
    }
    for number in range(1, 11)
]
INDEXES = {"color": "keyword", "n": "integer", "tenant": {"type": "keyword", "is_tenant": True}}
DOT = {"size": 2, "distance": "Dot"}


@pytest.fixture
def ask(engine: Engine, say: Callable[..., Any]) -> Ask:
    """Have a call to the collection answered: its status, and what it is refused with."""

    def call(line: str, body: Any = None) -> tuple[int, str]:
        verb, _, path = line.partition(" ")
        try:
            say(engine, f"{verb} /collections/c{path}", body)
        except QdrantError as error:
            return error.status or 0, error.what
        return 200, ""

    return call


@pytest.fixture
def collection(ask: Ask) -> Ask:
    """The same, where there is a collection with ten points."""
    multi = {**DOT, "multivector_config": {"comparator": "max_sim"}}
    vectors = {"d": DOT, "z": {**DOT, "hnsw_config": {"m": 0}}, "m": multi}
    assert ask("PUT ", {"vectors": vectors, "sparse_vectors": {"s": {}}}) == (200, "")
    assert ask("PUT /points?wait=true", {"points": POINTS}) == (200, "")
    for field, schema in INDEXES.items():
        assert ask("PUT /index?wait=true", {"field_name": field, "field_schema": schema}) == (200, "")
    return ask


@pytest.fixture
def limit(collection: Ask) -> Callable[..., None]:
    """Set limits of the collection."""

    def limit_(**limits: Any) -> None:
        assert collection("PATCH ", {"strict_mode_config": {"enabled": True, **limits}}) == (200, "")

    return limit_
