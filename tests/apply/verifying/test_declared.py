"""From declarations and plans to what a verification takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qschema.apply.copying.points import PointColumns
from qschema.apply.verifying import Query, SearchedSide, counterpart_of, embeds_of, queries_of
from qschema.planner.steps.passage import Passage
from qschema.schema.embedding import Embed
from qschema.schema.spec import CollectionSpec
from qschema.schema.verification import Verify

EMBED: dict[str, Any] = {"model": "tests.apply.verifying.test_declared:lengths", "from": ["title", "parts[].text"]}


def lengths(texts: list[str], factor: float = 1.0) -> list[list[float]]:
    return [[factor * len(text)] for text in texts]


def test_what_fills_which_vector():
    spec = CollectionSpec.model_validate(
        {
            "vectors": {
                "text": {"size": 1, "distance": "Dot", "embed": EMBED},
                "image": {"size": 1, "distance": "Dot"},
            },
            "sparse_vectors": {"words": {"embed": {"model": "qdrant/bm25", "from": "title"}}},
        }
    )
    assert embeds_of(spec) == {"text": Embed(**EMBED), "words": Embed(model="qdrant/bm25", **{"from": ["title"]})}
    unnamed = CollectionSpec.model_validate({"vectors": {"size": 1, "distance": "Dot", "embed": EMBED}})
    assert embeds_of(unnamed) == {"": Embed(**EMBED)}
    assert embeds_of(CollectionSpec()) == {}


def test_a_side_embeds_as_it_is_declared(here):
    declared = Embed(**EMBED, options={"factor": 2.0})
    side = SearchedSide(here, "any", "here", {"text": declared, "words": Embed(model="qdrant/bm25", **{"from": ["t"]})})
    assert side.embedded("text", ["a", "bcd"]) == [[2.0], [6.0]]
    (document,) = side.embedded("words", ["a"])
    assert (document.text, document.model) == ("a", "qdrant/bm25")
    with pytest.raises(KeyError):
        side.embedded("image", ["a"])


def test_saved_queries_are_found_from_the_project(tmp_path: Path):
    (tmp_path / "queries.jsonl").write_text('"heat"')
    named = Verify.model_validate({"overlap": {"queries": "queries.jsonl"}})
    assert queries_of(named, tmp_path) == (Query(text="heat"),)
    assert queries_of(Verify(), tmp_path) == queries_of(None, tmp_path) == ()


def test_a_planned_copy_owes_vectors_under_their_new_names_and_filled_ones_where_they_can_be():
    points = PointColumns.of(
        [
            {"id": 1, "vector": {"text": [1.0], "image": [2.0], "old": [3.0]}, "payload": {"title": "a"}},
            {"id": 2, "vector": {"image": [2.0]}, "payload": {"parts": [{"text": "b"}]}},
            {"id": 3, "vector": {"text": [1.0]}, "payload": {"title": " ", "parts": []}},
        ]
    )
    counterpart = counterpart_of(Passage(refilled={"text": EMBED}, renamed={"picture": "image"}, dropped=("old",)))
    expected = counterpart.expected(points)
    assert counterpart.same_ids
    assert counterpart.refilled == {"text"}
    assert expected.ids == [1, 2, 3]
    assert {name: column.present.tolist() for name, column in expected.vectors.items()} == {
        "picture": [True, True, False],
        "text": [True, True, False],
    }
