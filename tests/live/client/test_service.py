"""Calls about the instance itself, against a real server."""

from __future__ import annotations

import pytest

from qschema.client import models
from qschema.client.errors import ServerError

pytestmark = pytest.mark.live


def test_figures(client, books):
    told = client.telemetry(details_level=3, timeout=10)
    assert told.app.version == client.info().version
    assert told.collections.number_of_collections >= 1
    assert client.telemetry(anonymize=True, per_collection=True).id == told.id
    assert "app_info{" in client.metrics()
    assert "app_info{" in client.metrics(anonymize=True, per_collection=False, timeout=10)


def test_health(client):
    assert client.healthz() == client.livez() == "healthz check passed"
    assert client.readyz(timeout=5) == "all shards are ready"


def test_issues(client):
    assert isinstance(client.get_issues(), list)
    assert client.clear_issues()
    assert client.get_issues() == []


def test_quotas(client):
    before = client.get_quotas()
    assert client.update_quotas(models.QuotaConfig(enabled=False, max_disk_usage_percent=99))
    assert client.get_quotas().config.max_disk_usage_percent == 99
    assert client.update_quotas(models.QuotaConfig(enabled=before.config.enabled), wait=False)


def test_optimizations(client, books):
    told = client.get_optimizations(books, completed_limit=3, with_=("queued", "idle_segments"))
    assert told.running == []
    assert told.queued == []
    assert told.completed == []
    assert client.get_optimizations(books, with_="queued").completed is None


def test_collections_are_recreated(client, books):
    with pytest.warns(DeprecationWarning, match="collection_exists"):
        assert client.recreate_collection(books, models.VectorParams(size=7, distance="Cosine"))
    assert client.count(books).count == 0
    assert client.get_collection(books).config.params.vectors.size == 7


def test_an_instance_without_a_cluster(client, books):
    assert client.cluster_status().status == "disabled"
    with pytest.raises(ServerError):
        client.cluster_telemetry(details_level=1, timeout=5)
    info = client.collection_cluster_info(books)
    assert (info.shard_count, [shard.points_count for shard in info.local_shards]) == (1, [3])
