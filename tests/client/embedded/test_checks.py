from __future__ import annotations

import pytest

from qschema.client import QdrantClient, models, requests
from qschema.client.embedded.checks import check
from qschema.client.errors import BadRequest, UnexpectedResponse, ValidationFailed

VECTORS = models.VectorParams(size=2, distance=models.Distance.DOT)


def refused(request: requests.Request[object]) -> int | None:
    with pytest.raises(UnexpectedResponse) as caught:
        check(request)
    return caught.value.status


def test_what_a_server_would_refuse_before_it_looks():
    create = models.CreateCollection
    assert refused(requests.CreateCollection("a/b", create())) == 422
    assert refused(requests.GetCollection("x" * 256)) == 422
    assert refused(requests.CreateCollection("a", create(), timeout=0)) == 422
    assert refused(requests.DeleteCollection("a", timeout=0)) == 422
    assert refused(requests.CreateCollection("a", create(shard_number=0))) == 422
    assert refused(requests.CreateCollection("a", create(shard_number=-1))) == 400
    assert refused(requests.ScrollPoints("a", models.ScrollRequest(limit=0))) == 422
    assert refused(requests.GetPoint("a", 1, consistency=0)) == 400
    assert refused(requests.GetPoint("a", 1, timeout=0)) == 400
    assert refused(requests.QueryPoints("a", models.QueryRequest(), timeout=0)) == 400
    check(requests.CreateCollection("a", create(vectors=VECTORS)))
    check(requests.DeletePayloadIndex("a", "f", timeout=0))


def test_what_is_newer_than_the_engine_is_named(client):
    client.create_collection("a", VECTORS)
    schema = models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, nested="b")
    with pytest.raises(BadRequest, match=r"field_schema\.nested needs Qdrant 1\.20; the embedded engine is 1\.19\.0"):
        client.create_payload_index("a", "f", schema)
    with pytest.raises(BadRequest, match="datatype"):
        client.create_collection("b", VECTORS.model_copy(update={"datatype": models.Datatype.TURBO8}))


def test_a_refusal_says_where(client):
    with pytest.raises(ValidationFailed, match=r"hnsw_config\.ef_construct must be 4 or larger"):
        client.create_collection("a", VECTORS, hnsw_config=models.HnswConfigDiff(ef_construct=3))
    assert isinstance(client, QdrantClient)
