"""What is changed on purpose is no difference, and what goes wrong beside it is one."""

from __future__ import annotations

from typing import Any

import numpy
import pytest

from qschema.apply.copying.points import PointColumns
from qschema.apply.copying.vector_column import VectorColumn
from qschema.apply.verifying import Counterpart
from qschema.apply.verifying.checking import STRICT
from qschema.client import QdrantClient, models
from tests.apply.verifying.pair import SIZE, Pair, Point, failed, points


def moved(points: PointColumns) -> PointColumns:
    """Keep points with even numbers, give them other ids, and put the price elsewhere."""
    kept = points.take([row for row, payload in enumerate(points.payloads) if payload["n"] % 2 == 0])
    payloads = [{"n": one["n"], "cents": round(100 * one["price"])} for one in kept.payloads]
    return PointColumns([1000 - one["n"] for one in kept.payloads], kept.vectors, payloads)


@pytest.fixture
def pair(here: QdrantClient, there: QdrantClient) -> Pair:
    """A pair whose new side has what `moved` makes of the old one."""
    written = points(40, sparing=False)
    pair = Pair.of(here, there, written)
    pair.drop(*(one.id for one in written))
    expected = moved(PointColumns.of(one.model_dump() for one in written))
    vectors = {one.payload["n"]: one.vector for one in written}
    there.upsert(
        "green",
        [
            Point(id=id, vector=vectors[p["n"]], payload=p)
            for id, p in zip(expected.ids, expected.payloads, strict=True)
        ],
        wait=True,
    )
    return pair


TRANSFORM = Counterpart(moved, same_ids=False)


def test_a_transform_is_taken_into_account(pair):
    report = pair.verify({"overlap": {"sample": 20}}, counterpart=TRANSFORM)
    assert report.passed
    assert report["counts"].measured == {"old": 20, "new": 20}
    assert report["payloads"].measured["compared"] == 20
    assert report["overlap"].measured["queries"] > 0
    assert failed(pair.verify(checks=STRICT)) == {"counts", "ids"}


def test_a_sample_is_transformed_as_well(pair):
    report = pair.verify({"points": 30}, counterpart=TRANSFORM, checks=STRICT)
    assert report.passed
    assert 0 < report["payloads"].measured["compared"] <= 20


@pytest.mark.parametrize(
    ("spoil", "checks"),
    [
        (lambda client: client.delete("green", [990], wait=True), {"counts", "ids"}),
        (lambda client: client.set_payload("green", {"cents": 1}, [990], wait=True), {"payloads"}),
        (lambda client: client.delete_vectors("green", ["text"], [990], wait=True), {"vectors"}),
    ],
)
def test_what_goes_wrong_beside_it_is_found(pair, spoil, checks):
    spoil(pair.new.client)
    report = pair.verify(checks=STRICT, counterpart=TRANSFORM)
    assert failed(report) == checks
    assert {finding.subject for one in report.failed for finding in one.findings} == {990}


def test_ids_that_come_to_the_same_are_told(here, there):
    pair = Pair.of(here, there, [Point(id=n, vector={}, payload={}) for n in (1, 2, 3)])
    pair.drop(2, 3)
    counterpart = Counterpart(lambda points: PointColumns([1] * len(points)), same_ids=False)
    report = pair.verify(checks=STRICT[:2], counterpart=counterpart)
    assert failed(report) == {"counts", "ids"}
    assert [(one.subject, one.what) for one in report["ids"].findings] == [(1, "several old points come to this id")]


def _with_models(here: QdrantClient, there: QdrantClient, size: int, vectors: dict[int, Any]) -> Pair:
    """A pair in which the vector has another size, and another name, in the new collection."""
    pair = Pair.of(here, there, [], sparse_vectors_config={})
    written = points(20, sparing=False)
    here.upsert("blue", [p.model_copy(update={"vector": {"text": p.vector["text"]}}) for p in written], wait=True)
    there.delete_collection("green")
    there.create_collection("green", {"prose": models.VectorParams(size=size, distance=models.Distance.COSINE)})
    numbers = numpy.random.default_rng(5)
    there.upsert(
        "green",
        [
            p.model_copy(update={"vector": {"prose": vectors.get(n, numbers.normal(size=size).tolist())}})
            for n, p in enumerate(written)
        ],
        wait=True,
    )
    return pair


def _without_text(points: PointColumns) -> PointColumns:
    return PointColumns(points.ids, {}, points.payloads)


REFILLED = Counterpart(_without_text, refilled=frozenset({"prose"}), renamed={"prose": "text"})


def test_another_model_is_taken_into_account(here, there):
    report = _with_models(here, there, 2 * SIZE, {}).verify(counterpart=REFILLED)
    assert report.passed
    assert report["vectors"].measured["refilled"] == ["prose"]
    assert report["overlap"].measured["queries"] == 20
    assert report["overlap"].measured["mean"] < 1


def test_zeros_of_another_model_are_found(here, there):
    report = _with_models(here, there, 2 * SIZE, {3: [0.0] * 2 * SIZE}).verify(counterpart=REFILLED, checks=STRICT)
    assert failed(report) == {"vectors"}
    assert "all zeros" in report["vectors"].findings[0].what


def test_only_those_points_need_a_refilled_vector_that_the_transform_gives_one(here, there):
    pair = _with_models(here, there, SIZE, {})
    there.delete_vectors("green", ["prose"], [0, 2], wait=True)
    assert failed(pair.verify(counterpart=REFILLED, checks=STRICT)) == {"vectors"}

    def some(points: PointColumns) -> PointColumns:
        present = numpy.asarray([id not in (0, 2) for id in points.ids])
        return PointColumns(points.ids, {"prose": VectorColumn([None] * len(points), present)}, points.payloads)

    counterpart = Counterpart(some, refilled=frozenset({"prose"}), renamed={"prose": "text"})
    assert pair.verify(counterpart=counterpart, checks=STRICT).passed
