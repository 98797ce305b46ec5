"""Answers, latencies and canaries: what is told, what is required, and what can't be asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy
import pytest

from qschema.apply.errors import QueriesFileError
from qschema.apply.verifying import Query, read_queries
from qschema.apply.verifying.sides import SearchedSide
from qschema.client import QdrantClient
from tests.apply.verifying.pair import SIZE, Pair, failed, outcomes, points

COUNT = 60


@pytest.fixture(scope="module")
def pair(here: QdrantClient, there: QdrantClient) -> Pair:
    """A copy whose vector `text` was embedded anew, with some noise."""
    numbers = numpy.random.default_rng(3)
    written = points(COUNT, sparing=False)
    pair = Pair.of(here, there, written)
    noisy = [
        one.model_copy(
            update={"vector": {**one.vector, "text": (one.vector["text"] + numbers.normal(0, 0.4, SIZE)).tolist()}}
        )
        for one in written
    ]
    there.upsert("green", noisy, wait=True)
    return pair


def asked(pair: Pair, required: dict[str, Any], *queries: Query, **sides: Any) -> Any:
    """Hold both collections against each other as far as their answers go."""
    spoken = Pair(sides.get("old", pair.old), sides.get("new", pair.new))
    report = spoken.verify({"points": 1, **required}, queries=queries)
    return report, failed(report) - {"vectors"}


def test_it_is_told_and_not_required(pair):
    report, wrong = asked(pair, {})
    assert not wrong
    assert outcomes(report)["overlap"] == outcomes(report)["scores"] == outcomes(report)["latency"] == "told"
    means = {name: one["mean"] for name, one in report["overlap"].measured["vectors"].items()}
    assert means["text"] < 1 == means["image"]
    assert report["overlap"].measured["mean"] == means["text"]
    assert all(0 <= share <= 1 for share in report["overlap"].series["text"])
    assert len(report["overlap"].series["text"]) == COUNT
    assert report["overlap"].findings


@pytest.mark.parametrize(
    ("required", "wrong"),
    [
        ({"overlap": {"at_least": 0.99}}, {"overlap"}),
        ({"overlap": {"at_least": 0.1}}, set()),
        ({"overlap": {"score_shift": 10.0}}, set()),
        ({"overlap": {"score_shift": 0.0}}, {"scores"}),
        ({"latency": {"p95_ms": 0.0}}, {"latency"}),
        ({"latency": {"p95_ratio": 0.0}}, {"latency"}),
        ({"latency": {"p95_ms": 1e6, "p95_ratio": 1e6}}, set()),
        ({"canaries": [{"point": 0, "using": "image", "expect": [0], "within": 60}]}, {"canaries"}),
        ({"canaries": [{"point": 0, "using": "image", "expect": [2], "within": 60}]}, set()),
        ({"canaries": [{"text": "nobody embeds this", "using": "image", "expect": [2]}]}, {"canaries"}),
        ({"canaries": [{"point": 12345, "using": "image", "expect": [2]}]}, {"canaries"}),
        ({"canaries": [{"point": 0, "using": "none", "expect": [2]}]}, {"canaries"}),
    ],
)
def test_limits_are_held_against_what_was_measured(pair, required, wrong):
    assert asked(pair, required)[1] == wrong


def test_fewer_hits_and_queries_as_declared(pair):
    report, _ = asked(pair, {"overlap": {"k": 3, "sample": 7}})
    assert report["overlap"].measured["k"] == 3
    assert {len(shares) for shares in report["overlap"].series.values()} == {7}


def test_the_same_points_are_sampled_each_time(pair):
    first, again = (asked(pair, {"overlap": {"sample": 9}})[0] for _ in range(2))
    assert first["overlap"].series == again["overlap"].series


def test_texts_are_embedded_for_each_side_in_its_own_way(pair):
    def by_length(texts: Any) -> Any:
        return numpy.asarray([[len(text)] * SIZE for text in texts], numpy.float32)

    def by_sign(texts: Any) -> Any:
        return [[-1.0] * SIZE for _ in texts]

    sides = {
        "old": SearchedSide(pair.old.client, "blue", "here", {"image": by_length}),
        "new": SearchedSide(pair.new.client, "green", "there", {"image": by_sign, "text": by_sign}),
    }
    report, _ = asked(pair, {"overlap": {"k": 5}}, Query(text="heat"), Query(text="pumps", using="image"), **sides)
    assert report["overlap"].measured["queries"] == 2
    assert set(report["overlap"].series) == {"image"}
    expected = {
        name: [
            hit.id for hit in side.client.query_points(side.collection, [number] * SIZE, using="image", limit=5).points
        ]
        for name, side, number in (("old", pair.old, 4.0), ("new", pair.new, -1.0))
    }
    assert report["overlap"].series["image"][0] == len(set(expected["old"]) & set(expected["new"])) / 5


def test_queries_may_be_vectors_and_points_and_have_filters(pair):
    queries = [
        Query(vector=[1.0] * SIZE, using="image"),
        Query(point=4, using="words"),
        Query.model_validate({"point": 4, "using": "image", "filter": {"must": [{"key": "n", "match": {"value": 6}}]}}),
    ]
    report, wrong = asked(pair, {}, *queries)
    assert not wrong
    assert report["overlap"].measured["queries"] == 3
    assert report["overlap"].measured["mean"] == 1


def test_what_is_required_and_can_not_be_asked_fails(pair):
    nothing = Query(text="nobody embeds this")
    report, wrong = asked(pair, {"overlap": {"at_least": 0.0}, "latency": {"p95_ms": 1e6}}, nothing)
    assert wrong == {"overlap", "latency"}
    report, wrong = asked(pair, {}, nothing)
    assert not wrong
    assert outcomes(report)["overlap"] == outcomes(report)["scores"] == outcomes(report)["latency"] == "skipped"


def test_saved_queries_that_expect_something_are_canaries(pair):
    good = Query(point=0, using="image", expect=[2], within=COUNT)
    report, wrong = asked(pair, {}, good, good.model_copy(update={"expect": [12345]}))
    assert wrong == {"canaries"}
    assert [(one.subject, one.what) for one in report["canaries"].findings] == [
        (0, f"12345 not among the first {COUNT}")
    ]


def test_a_file_of_queries_is_read(tmp_path: Path):
    file = tmp_path / "queries.jsonl"
    file.write_text(
        '"heat pumps"\n\n{"point": 3, "using": "text", "expect": [1, "x"], "within": 5}\n{"vector": [1, 2.5]}\n'
    )
    assert read_queries(file) == (
        Query(text="heat pumps"),
        Query(point=3, using="text", expect=[1, "x"], within=5),
        Query(vector=[1.0, 2.5]),
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("heat pumps", "no JSON"),
        ("{}", "one of text, point and vector"),
        ('{"text": "a", "point": 1}', "one of text, point and vector"),
        ('{"text": "a", "limit": 1}', "limit: Extra inputs"),
        ("3", "valid dictionary"),
        ('{"text": "a", "filter": {"must": 7}}', "filter"),
    ],
)
def test_what_is_no_query_is_told_with_its_line(tmp_path: Path, line, said):
    file = tmp_path / "queries.jsonl"
    file.write_text(f'"fine"\n{line}\n')
    with pytest.raises(QueriesFileError, match=said) as caught:
        read_queries(file)
    assert caught.value.where == f"{file}:2"


def test_a_file_that_is_not_there(tmp_path: Path):
    with pytest.raises(QueriesFileError, match="No such file"):
        read_queries(tmp_path / "none.jsonl")
