from __future__ import annotations

import pytest

from qschema.client import models
from qschema.client.errors import BadRequest, ServerError
from tests.client.embedded.shard.configs import config, points


def document(text, **more):
    return {"text": text, "model": "qdrant/bm25", **more}


@pytest.fixture
def shard(make):
    return make(config({"d": {"size": 2, "distance": "Dot"}}, {"words": {"modifier": "idf"}}))


def write(shard, *texts):
    shard.upsert(points({"id": id, "vector": {"words": given}} for id, given in enumerate(texts)))


def find(shard, given):
    body = {"query": given, "using": "words"}
    return [point.id for point in shard.query(models.QueryRequest.model_validate(body))]


def test_texts_are_found_by_their_words(shard):
    write(shard, document("The quick brown foxes"), document("A lazy dog"), document("Foxes and dogs"))
    assert set(find(shard, document("fox"))) == {0, 2}
    assert find(shard, document("lazy dogs"))[0] == 1
    assert find(shard, document("the")) == []


def test_a_rare_word_weighs_more(shard):
    write(shard, *[document("common word")] * 5, document("rare word"), document("common"))
    assert find(shard, document("rare common"))[0] == 5


def test_a_document_has_weights_and_a_query_has_none(shard):
    write(shard, document("hello wonderful worlds"))
    vector = shard.retrieve(models.PointRequest(ids=[0], with_vector=["words"]))[0].vector["words"]
    # as servers 1.16.3 and 1.19.0 compute it
    assert vector.indices == [74040069, 613153351, 1811598579]
    assert vector.values == [1.6786885] * 3


def test_options_are_those_of_bm25(shard):
    plain = {"stemmer": {"type": "none"}, "stopwords": {"custom": ["dog"]}, "lowercase": False, "unknown": 1}
    write(shard, document("The foxes dog", options=plain), document("The foxes dog", options=models.Bm25Config(k=0.0)))
    vectors = [r.vector["words"] for r in shard.scroll(models.ScrollRequest(with_vector=True)).points]
    assert [len(vector.indices) for vector in vectors] == [2, 2]
    assert vectors[0].indices != vectors[1].indices
    assert vectors[1].values == [1.0, 1.0]


def test_the_name_of_the_model_has_no_case(shard):
    write(shard, {"text": "fox", "model": "Qdrant/BM25"})
    assert find(shard, document("fox")) == [0]


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"text": "fox", "model": "some/other"}, 500),
        ({"image": "fox", "model": "qdrant/bm25"}, 400),
        ({"object": "fox", "model": "qdrant/bm25"}, 400),
        (document("fox", options={"b": 7}), 400),
        (document("fox", options={"k": -1}), 400),
        (document("fox", options={"avg_len": 0}), 400),
    ],
)
def test_what_cannot_be_embedded_is_refused(shard, given, status):
    with pytest.raises((BadRequest, ServerError)) as refused:
        write(shard, given)
    assert refused.value.status == status
    with pytest.raises((BadRequest, ServerError)) as refused:
        find(shard, given)
    assert refused.value.status == status
    assert shard.count(models.CountRequest()).count == 0


def test_a_sparse_vector_has_a_name_and_a_place(shard):
    with pytest.raises(BadRequest):
        shard.upsert(points([{"id": 1, "vector": document("fox")}]))
    with pytest.raises(BadRequest):
        shard.upsert(points([{"id": 1, "vector": {"d": document("fox")}}]))
