from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.apply.copying.points import PointColumns
from qschema.apply.transforms import EmbeddingCache, Tools, Transforms
from qschema.apply.transforms.embed import EmbedVector
from qschema.apply.transforms.errors import (
    BadIdError,
    BadTransformError,
    CastError,
    EmbeddingError,
    NotCallableError,
    UnknownModelError,
)
from qschema.apply.transforms.paths import put, values_at
from qschema.schema.embedding import Embed
from tests.apply.transforms import models

HERE = models.__name__


def points_of(*payloads: dict[str, Any]) -> PointColumns:
    return PointColumns.of({"id": n, "vector": None, "payload": payload} for n, payload in enumerate(payloads))


def transformed(points: PointColumns, *declared: dict[str, Any], cache: EmbeddingCache | None = None) -> PointColumns:
    transforms = Transforms.of(declared)
    assert Transforms.of(transforms.as_data) == transforms  # a plan can hold them
    return transforms.with_tools(Tools(cache))(points)


def changed(payload: dict[str, Any], *declared: dict[str, Any]) -> dict[str, Any]:
    before = deepcopy(payload)
    (found,) = transformed(points_of(payload), *declared).payloads
    assert payload == before
    return found


def test_fields_are_dropped() -> None:
    payload = {"a": 1, "b": {"c": 2, "d": 3}, "e": [{"f": 1, "g": 2}, {"f": 3}], "h.i": 4}
    assert changed(payload, {"drop": ["a", "b.c", "e[].f", '"h.i"', "nowhere.else"]}) == {
        "b": {"d": 3},
        "e": [{"g": 2}, {}],
    }


def test_fields_are_renamed_and_may_change_places() -> None:
    assert changed({"a": 1, "b": 2, "c": 3}, {"rename": {"a": "b", "b": "a", "c": "d.e", "x": "y"}}) == {
        "a": 2,
        "b": 1,
        "d": {"e": 3},
    }


@pytest.mark.parametrize(
    ("to", "value", "expected"),
    [
        ("integer", "12", 12),
        ("integer", 3.0, 3),
        ("integer", ["1", 2.0, None], [1, 2, None]),
        ("float", "1.5", 1.5),
        ("keyword", 7, "7"),
        ("keyword", True, "true"),
        ("bool", "No", False),
        ("bool", 1, True),
        ("datetime", 0, "1970-01-01T00:00:00Z"),
        ("datetime", "2026-01-02 03:04:05", "2026-01-02T03:04:05Z"),
        ("datetime", "2026-01-02T03:04:05+01:00", "2026-01-02T03:04:05+01:00"),
        ("uuid", "8C1BB2F69D5C4F0C9D0D1E9AD1C56A6F", "8c1bb2f6-9d5c-4f0c-9d0d-1e9ad1c56a6f"),
        ("integer", None, None),
    ],
)
def test_values_are_cast(to: str, value: Any, expected: Any) -> None:
    assert changed({"v": value}, {"cast": {"v": to}}) == {"v": expected}


@pytest.mark.parametrize(("to", "value"), [("integer", 1.5), ("integer", "x"), ("bool", "perhaps"), ("datetime", {})])
def test_what_cant_be_cast_is_told_kept_or_dropped(to: str, value: Any) -> None:
    with pytest.raises(CastError, match="v can't be cast"):
        changed({"v": value}, {"cast": {"v": to}})
    assert changed({"v": value}, {"cast": {"v": to}, "otherwise": "keep"}) == {"v": value}
    assert changed({"v": value}, {"cast": {"v": to}, "otherwise": "drop"}) == {}


def test_fields_are_computed_and_split() -> None:
    payload = {"n": 4, "name": "Ada King Lovelace", "tags": "a,b,,c"}
    assert changed(
        payload,
        {"split": {"field": "name", "by": " ", "into": ["who.first", "who.rest"]}},
        {"split": {"field": "tags", "by": ",", "into": ["tags"]}},
        {"compute": {"twice": f"{HERE}:doubled", "label": "{who.rest}, {who.first} ({twice})"}},
    ) == {
        "n": 4,
        "name": "Ada King Lovelace",
        "tags": ["a", "b", "c"],
        "who": {"first": "Ada", "rest": "King Lovelace"},
        "twice": 8,
        "label": "King Lovelace, Ada (8)",
    }


def test_points_are_left_out() -> None:
    assert transformed(points_of(*({"n": n} for n in range(5))), {"keep": f"{HERE}:is_even"}).ids == [0, 2, 4]


def test_filters_are_for_the_source() -> None:
    one, other = ({"must": [{"key": key, "match": {"value": 1}}]} for key in "ab")
    assert Transforms.of([{"drop": ["x"]}]).where is None
    where = Transforms.of([{"filter": one}, {"drop": ["x"]}, {"filter": other}]).where
    assert where is not None
    assert where.model_dump(exclude_unset=True, mode="json")["must"] == [one, other]


def test_ids_come_from_fields_and_functions() -> None:
    uuid = "8c1bb2f6-9d5c-4f0c-9d0d-1e9ad1c56a6f"
    points = points_of({"k": 7}, {"k": uuid.upper()}, {"k": "isbn 1"}, {"k": "isbn 1"})
    ids = transformed(points, {"ids": {"from": "k"}}).ids
    assert ids[:2] == [7, uuid]
    assert ids[2] == ids[3] == str(UUID(str(ids[2])))
    assert transformed(points, {"ids": {"by": f"{HERE}:shifted"}}).ids == [1000, 1001, 1002, 1003]
    for declared in ({"from": "nowhere"}, {"by": f"{HERE}:negative"}):
        with pytest.raises(BadIdError):
            transformed(points, {"ids": declared})


def test_vectors_are_dropped_and_renamed() -> None:
    points = PointColumns.of([{"id": 1, "vector": {"a": [1.0], "b": [2.0], "c": [3.0]}, "payload": {}}])
    found = transformed(points, {"drop_vectors": ["a"]}, {"rename_vectors": {"b": ""}})
    assert list(found.vectors) == ["", "c"]


def test_vectors_that_are_replaced_need_not_be_read() -> None:
    embed = {"embed": {"vector": "new", "model": f"{HERE}:lengths", "from": "t"}}
    transforms = Transforms.of([{"drop_vectors": ["a"]}, {"rename_vectors": {"b": "new"}}, embed])
    assert transforms.vectors_to_read(["a", "b", "c"]) == ["c"]
    assert transforms.vectors_to_read(["a", "b"]) is False
    assert transforms.vectors_to_read(["c"]) is True


@pytest.mark.parametrize("model", ["lengths", "words", "tokens"])
def test_vectors_are_made_of_texts(model: str, tmp_path: Path) -> None:
    payloads = [{"a": "one two", "b": ["x", 3]}, {"a": " "}, {"b": "three"}, {"a": "one two", "b": ["x", 3]}]
    declared = {"embed": {"vector": "v", "model": f"{HERE}:{model}", "from": ["a", "b"]}}
    points = points_of(*payloads)
    plain = transformed(points, declared)
    assert plain.vectors["v"].present.tolist() == [True, False, True, True]
    cache = EmbeddingCache(tmp_path / "folder" / "cache.sqlite")
    for _ in range(2):
        cached = transformed(points, declared, cache=cache)
        assert _plain(cached) == _plain(plain)
    cache.close()


def test_nothing_is_paid_twice(tmp_path: Path) -> None:
    cache = EmbeddingCache(tmp_path / "cache.sqlite")
    declared = {"embed": {"model": f"{HERE}:lengths", "from": "t", "options": {"factor": 2}, "batch": 2}}
    points = points_of(*({"t": f"text {n % 5}"} for n in range(10)))
    models.asked.clear()
    first = transformed(points, declared, cache=cache)
    assert [len(texts) for texts in models.asked] == [2, 2, 1]
    cache.close()
    again = transformed(points, declared, cache=EmbeddingCache(tmp_path / "cache.sqlite"))
    assert sum(map(len, models.asked)) == 5
    assert _plain(again) == _plain(first)
    declared["embed"]["options"] = {"factor": 3}
    transformed(points, declared, cache=EmbeddingCache(tmp_path / "cache.sqlite"))
    assert sum(map(len, models.asked)) == 10


def test_an_instance_makes_the_vectors_of_words_itself() -> None:
    embed = Embed.model_validate({"model": "Qdrant/bm25", "from": "t", "options": {"language": "english"}})
    found = transformed(points_of({"t": "words"}, {}), EmbedVector.declared("words", embed).model_dump(by_alias=True))
    bodies = {tuple(batch.ids): batch.vectors for batch in found.batches()}
    document = {"text": "words", "model": "qdrant/bm25", "options": {"language": "english"}}
    assert bodies == {(0,): {"words": [document]}, (1,): {}}


def test_a_model_that_nothing_runs_is_told() -> None:
    with pytest.raises(UnknownModelError, match="nothing here runs the model 'BAAI"):
        EmbedVector.declared("text", Embed.model_validate({"model": "BAAI/bge-small-en-v1.5", "from": "t"}))


def test_what_a_model_gives_is_checked() -> None:
    with pytest.raises(EmbeddingError, match="did not give a vector for each text"):
        transformed(points_of({"t": "a"}), {"embed": {"model": f"{HERE}:too_few", "from": "t"}})
    with pytest.raises(NotCallableError, match="no_such"):
        transformed(points_of({"t": "a"}), {"embed": {"model": f"{HERE}:no_such", "from": "t"}})


@pytest.mark.parametrize(
    "declared",
    [
        {},
        "drop",
        {"drop": ["a"], "rename": {}},
        {"drop": ["a"], "more": 1},
        {"embed": {"model": "a-name", "from": "t"}},
        {"cast": {"a": "text"}},
        {"compute": {"a": "constant"}},
        {"ids": {}},
        {"filter": {"must": [{"key": 1}]}},
    ],
)
def test_what_nobody_understands_is_told(declared: Any) -> None:
    with pytest.raises(BadTransformError, match=r"transforms\[1\]"):
        Transforms.of([{"drop": []}, declared])


@given(
    st.lists(st.text('ab. "[]', min_size=1).filter(lambda key: '"' not in key), min_size=1, max_size=3), st.integers()
)
def test_what_is_put_is_found(keys: list[str], value: int) -> None:
    payload: dict[str, Any] = {}
    path = ".".join(f'"{key}"' for key in keys)
    put(payload, path, value)
    assert list(values_at(payload, path)) == [value]


def _plain(points: PointColumns) -> list[Any]:
    return [
        [(id, numpy.asarray(row[0] if isinstance(row, tuple) else row).tolist()) for id, row in rows]
        for rows in (
            [(id, row) for id, row, there in zip(points.ids, column.values, column.present, strict=True) if there]
            for column in points.vectors.values()
        )
    ]
