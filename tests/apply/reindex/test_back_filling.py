from __future__ import annotations

from qschema.client import models
from tests.apply.beside import Locks

TEXT = {"size": 4, "distance": "Dot"}
EMBED = {"model": "tests.apply.reindex.embedders:lengths", "from": "title"}
ARTICLES = {"vectors": {"text": TEXT}}
WITH_LENGTH = {"vectors": {"text": TEXT, "length": {"size": 2, "distance": "Dot", "embed": EMBED}}}


def upsert(bench, *numbers):
    points = [
        models.PointStruct(id=number, vector={"text": [1, 2, 3, 4]}, payload={"title": "x" * number})
        for number in numbers
    ]
    bench.client.upsert("articles", points)


def lengths(bench):
    found, _ = bench.client.scroll("articles", limit=100, with_vectors=["length"])
    return {point.id: (point.vector or {}).get("length") for point in found}


def test_a_vector_that_is_added_is_filled(bench):
    bench.apply({"articles": ARTICLES})
    upsert(bench, 1, 2, 3)
    bench.apply({"articles": WITH_LENGTH})
    assert lengths(bench) == {number: [number, 1.0] for number in (1, 2, 3)}
    assert bench.plan({"articles": WITH_LENGTH}).idle


def test_meanwhile_only_the_collection_is_locked(bench):
    bench.apply({"articles": ARTICLES})
    upsert(bench, 1, 2, 3)
    watch = Locks(bench)
    bench.carry_out(bench.plan({"articles": WITH_LENGTH}), watch=watch)
    assert watch.seen == {"fill_vector": {"articles"}}
    assert bench.is_at_rest()


def test_points_without_the_field_go_without_the_vector(bench):
    bench.apply({"articles": ARTICLES})
    upsert(bench, 0, 5)
    bench.apply({"articles": WITH_LENGTH})
    assert lengths(bench) == {0: None, 5: [5.0, 1.0]}


def test_a_vector_that_comes_back_is_filled_once_more(bench):
    bench.apply({"articles": ARTICLES})
    upsert(bench, 1)
    bench.apply({"articles": WITH_LENGTH})
    bench.apply({"articles": ARTICLES}, granted=("articles/vectors/length",))
    upsert(bench, 2)
    bench.apply({"articles": WITH_LENGTH})
    assert lengths(bench) == {1: [1.0, 1.0], 2: [2.0, 1.0]}
