"""Equal collections pass, and whatever is dropped or altered is found by the check that is about it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qschema.apply.verifying.checking import STRICT
from qschema.client import models
from tests.apply.verifying.pair import Point, failed, outcomes, points

FEW = settings(
    max_examples=max(settings().max_examples // 5, 12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

PASSED = {
    "optimiser": "passed",
    "counts": "passed",
    "ids": "passed",
    "payloads": "passed",
    "vectors": "passed",
    "overlap": "told",
    "scores": "told",
    "latency": "told",
    "canaries": "skipped",
}


@FEW
@given(seed=st.integers(0, 2**32), count=st.integers(1, 40))
def test_equal_collections_pass_whatever_the_order(pair, seed, count):
    pair.fill(points(count, seed=seed))
    report = pair.verify(checks=STRICT)
    assert set(outcomes(report).values()) == {"passed"}
    assert report["ids"].measured["old"] == report["ids"].measured["new"]
    assert report["payloads"].measured["old"] == report["payloads"].measured["new"]


def test_equal_collections_answer_the_same(pair):
    pair.fill(points(60, sparing=False))
    report = pair.verify()
    assert outcomes(report) == PASSED
    vectors = report["overlap"].measured["vectors"]
    assert {name: vectors[name]["mean"] for name in ("text", "image", "tokens")} == dict.fromkeys(
        ("text", "image", "tokens"), 1.0
    )
    assert abs(report["scores"].measured["mean"]) < 1e-5


def test_empty_collections_pass(pair):
    pair.fill([])
    assert pair.verify().passed


def _text(vectors: dict[str, Any]) -> dict[str, Any]:
    return {**vectors, "text": vectors["text"][::-1]}


def _words(vectors: dict[str, Any]) -> dict[str, Any]:
    words = vectors["words"]
    return {**vectors, "words": models.SparseVector(indices=words.indices, values=[2 * words.values[0], 1.0])}


def _tokens(vectors: dict[str, Any]) -> dict[str, Any]:
    return {**vectors, "tokens": vectors["tokens"][:1]}


def _without(name: str) -> Any:
    return lambda vectors: {key: one for key, one in vectors.items() if key != name}


SPOILT_VECTORS = {
    "text": _text,
    "words": _words,
    "tokens": _tokens,
    "image": lambda vectors: {**vectors, "image": [vectors["image"][0] + 0.01, *vectors["image"][1:]]},
    **{f"no {name}": _without(name) for name in ("text", "image", "tokens", "words")},
}

SPOILT_PAYLOADS = {
    "another number": {"price": 0.25},
    "a text for a number": {"n": "3"},
    "true for one": {"n": True},
    "deep inside": {"deep": {"tags": [1, "b"]}},
    "one more": {"more": None},
}


@FEW
@given(seed=st.integers(0, 2**32), count=st.integers(1, 40), data=st.data())
def test_any_dropped_point_is_found(pair, seed, count, data):
    written = points(count, seed=seed)
    pair.fill(written)
    gone = data.draw(st.lists(st.sampled_from([one.id for one in written]), min_size=1, max_size=3, unique=True))
    pair.drop(*gone)
    report = pair.verify(checks=STRICT)
    assert failed(report) == {"counts", "ids"}
    assert {one.subject for one in report["ids"].findings} == set(gone)


@FEW
@given(seed=st.integers(0, 2**32), count=st.integers(1, 30), data=st.data())
def test_an_exchanged_id_is_found_though_the_counts_agree(pair, seed, count, data):
    written = points(count, seed=seed)
    pair.fill(written)
    gone = data.draw(st.sampled_from(written))
    pair.drop(gone.id)
    pair.spoil(gone.model_copy(update={"id": 10**9}))
    report = pair.verify(checks=STRICT)
    assert failed(report) == {"ids"}
    assert {one.subject: one.what for one in report["ids"].findings} == {
        gone.id: "missing from the new collection",
        10**9: "only in the new collection",
    }


@pytest.mark.parametrize("how", SPOILT_VECTORS)
def test_any_altered_vector_is_found(pair, how):
    written = points(30, sparing=False)
    pair.fill(written)
    spoilt = written[17]
    pair.spoil(spoilt.model_copy(update={"vector": SPOILT_VECTORS[how](spoilt.vector)}))
    report = pair.verify(checks=STRICT)
    assert failed(report) == {"vectors"}
    (finding,) = report["vectors"].findings
    assert finding.subject == spoilt.id
    assert finding.what.startswith(f"vector {how.removeprefix('no ')}: ")


@pytest.mark.parametrize("how", SPOILT_PAYLOADS)
def test_any_altered_payload_is_found(pair, how):
    written = points(30, sparing=False)
    pair.fill(written)
    spoilt = written[3]
    pair.spoil(spoilt.model_copy(update={"payload": {**spoilt.payload, **SPOILT_PAYLOADS[how]}}))
    report = pair.verify(checks=STRICT)
    assert failed(report) == {"payloads"}
    assert [one.subject for one in report["payloads"].findings] == [spoilt.id]
    assert report["payloads"].measured["old"] != report["payloads"].measured["new"]


def test_payloads_of_two_points_that_were_exchanged_are_found(pair):
    written = points(30, sparing=False)
    pair.fill(written)
    one, other = written[0], written[1]
    pair.spoil(Point(id=one.id, vector=one.vector, payload=other.payload))
    pair.spoil(Point(id=other.id, vector=other.vector, payload=one.payload))
    report = pair.verify(checks=STRICT)
    assert failed(report) == {"payloads"}
    assert report["payloads"].measured["differing"] == 2
