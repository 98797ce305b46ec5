"""As a step of a plan: texts are embedded for each generation in its own way, and nobody is switched to a bad copy."""

from __future__ import annotations

from typing import Any

import pytest

from qschema.apply.reindex.errors import NotProvenError
from qschema.client import models
from tests.apply.bench import Bench

WORDS = ("heat", "pump", "winter", "snow", "oil", "gas", "wind", "sun")
TITLES = [f"{one} and {other}" for one in WORDS for other in WORDS if one != other]


def by_words(texts: list[str], first: int = 0) -> list[list[float]]:
    return [[1.0 + 9 * text.count(word) for word in WORDS[first:]] for text in texts]


def by_length(texts: list[str]) -> list[list[float]]:
    return [[1.0, float(len(text) % 3), float(len(text) % 5)] for text in texts]


def declared(model: str, size: int, verify: dict[str, Any], **options: Any) -> dict[str, dict[str, Any]]:
    embed = {"model": f"tests.apply.verifying.test_as_a_step:{model}", "from": "title", "options": options}
    return {
        "articles": {
            "vectors": {"text": {"size": size, "distance": "Cosine", "embed": embed}},
            "lifecycle": {"replace": "blue_green", "verify": verify},
        }
    }


@pytest.fixture
def filled(bench: Bench, tmp_path, monkeypatch) -> Bench:
    """A collection that one model has filled."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "queries.jsonl").write_text('"winter and snow"\n"wind and sun"\n"oil and gas"\n')
    bench.apply(declared("by_words", 8, {}))
    points = [
        models.PointStruct(id=n, vector={"text": vector}, payload={"title": title})
        for n, (title, vector) in enumerate(zip(TITLES, by_words(TITLES), strict=True))
    ]
    bench.client.upsert("articles", points, wait=True)
    return bench


def test_a_model_that_finds_the_same_is_switched_to(filled):
    verify = {
        "overlap": {"k": 2, "at_least": 0.9, "queries": "queries.jsonl"},
        "canaries": [{"text": "winter and snow", "expect": [TITLES.index("winter and snow")], "within": 2}],
    }
    filled.apply(declared("by_words", 6, verify, first=2))
    assert filled.client.get_collection("articles").config.params.vectors["text"].size == 6


def test_nobody_is_switched_to_a_model_that_finds_something_else(filled):
    verify = {"overlap": {"k": 2, "at_least": 0.9, "queries": "queries.jsonl"}}
    with pytest.raises(NotProvenError, match=r"overlap: .* the same, over 3 queries .required: 0.9 or more") as caught:
        filled.apply(declared("by_length", 3, verify))
    assert [one.check for one in caught.value.report.failed] == ["overlap"]
    assert filled.client.get_collection("articles").config.params.vectors["text"].size == 8
