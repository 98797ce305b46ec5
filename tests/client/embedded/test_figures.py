from __future__ import annotations

import pytest

from qschema.client import QdrantClient, models
from qschema.client.embedded.errors import NotInEngine
from qschema.client.errors import ValidationFailed


@pytest.fixture
def client():
    with QdrantClient(":memory:") as client:
        client.create_collection(
            "books",
            {"text": models.VectorParams(size=2, distance=models.Distance.DOT)},
            sparse_vectors_config={"words": models.SparseVectorParams()},
        )
        client.upsert(
            "books",
            [
                models.PointStruct(id=1, vector={"text": [1.0, 0.0]}),
                models.PointStruct(id=2, vector={"words": models.SparseVector(indices=[1], values=[1.0])}),
                models.PointStruct(id=3, vector={"text": [0.0, 1.0]}),
                models.PointStruct(id=4, vector={}),
            ],
        )
        client.create_collection("empty", models.VectorParams(size=2, distance=models.Distance.DOT))
        yield client


def test_metrics_count_points_and_vectors(client):
    text = client.metrics()
    lines = text.splitlines()
    for line in (
        'app_info{name="qdrant",version="1.19.0"} 1',
        "collections_total 2",
        "collections_vector_total 3",
        'collection_vectors{collection="books",vector="text"} 2',
        'collection_vectors{collection="books",vector="words"} 1',
        'collection_vectors{collection="empty",vector=""} 0',
        'collection_points{id="books"} 4',
        "# TYPE collection_points gauge",
    ):
        assert line in lines
    assert text.endswith("\n")


def test_metrics_without_names_still_count(client):
    text = client.metrics(anonymize=True)
    assert "books" not in text
    assert "collections_vector_total 3" in text.splitlines()


def test_telemetry_tells_more_at_each_level(client):
    levels = [client.telemetry(details_level=level).collections for level in range(4)]
    assert [told.number_of_collections for told in levels] == [2, 2, 2, 2]
    assert levels[0].collections is None
    assert [told.vectors for told in levels[1].collections] == [3, 0]
    assert [told.id for told in levels[2].collections] == ["books", "empty"]
    assert levels[2].collections[0].config.hnsw_config.m == 16
    assert levels[2].collections[0].shards is None
    (shard,) = levels[3].collections[0].shards
    assert (shard.local.num_points, shard.local.num_vectors_by_name) == (4, {"text": 2, "words": 1})


def test_telemetry_without_names(client):
    told = client.telemetry(details_level=3, anonymize=True)
    assert "books" not in told.model_dump_json()
    assert told.collections.number_of_collections == 2


def test_quotas_that_are_switched_off_are_noted(client):
    assert client.get_quotas().config == models.QuotaConfig(enabled=False)
    assert client.update_quotas(models.QuotaConfig(enabled=False, max_disk_usage_percent=99))
    assert client.get_quotas().config.max_disk_usage_percent == 99
    assert client.get_quotas().usage.disk_usage_percent in range(101)
    with pytest.raises(ValidationFailed):
        client.update_quotas(models.QuotaConfig(enabled=False, max_disk_usage_percent=101))


def test_quotas_that_nothing_would_hold_to_are_refused(client):
    with pytest.raises(NotInEngine):
        client.update_quotas(models.QuotaConfig(enabled=True, max_disk_usage_percent=99))
    assert client.get_quotas().config.enabled is False
