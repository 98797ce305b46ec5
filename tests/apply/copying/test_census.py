from __future__ import annotations

from typing import Any

import pytest

from qschema.apply.copying.census import Census, census, type_of
from qschema.apply.copying.side import Side
from qschema.client import QdrantClient


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "null"),
        (True, "bool"),
        (1, "integer"),
        (1.0, "float"),
        ("a", "keyword"),
        ("20", "keyword"),
        ("2026", "keyword"),
        ("2026-01-02", "datetime"),
        ("2026-01-02T03:04:05Z", "datetime"),
        ("8c1bb2f6-9d5c-4f0c-9d0d-1e9ad1c56a6f", "uuid"),
        ({"lon": 1, "lat": 2.5}, "geo"),
        ({}, "object"),
    ],
)
def test_values_have_types(value: Any, kind: str) -> None:
    assert type_of(value) == kind


def test_fields_are_counted_wherever_they_are() -> None:
    found = Census()
    found.take([{"a": 1, "b": {"c": ["x", 2]}, "d e": [{"f": None}]}, {"a": "1"}, {"b": {}}])
    told = {path: (count.points, dict(count.types)) for path, count in found.fields.items()}
    assert told == {
        "a": (2, {"integer": 1, "keyword": 1}),
        "b": (1, {"object": 1}),
        "b.c[]": (1, {"keyword": 1, "integer": 1}),
        '"d e"[].f': (1, {"null": 1}),
    }


def test_no_more_points_are_looked_at_than_wanted(here: QdrantClient) -> None:
    here.delete_collection("counted")
    here.create_collection("counted", vectors_config={})
    here.upsert("counted", [{"id": id, "vector": {}, "payload": {"n": id}} for id in range(30)])
    side = Side(here, "counted", "here")
    assert census(side).points == 30
    assert census(side, most=7).fields["n"].points == 7
