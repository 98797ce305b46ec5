"""What a real server answers, as the official client reads it and as ours does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import qdrant_client

from qschema.client import models

pytestmark = pytest.mark.live

READS: dict[str, Callable[[Any, Any, str], Any]] = {
    "info": lambda c, m, n: c.info(),
    "exists": lambda c, m, n: c.collection_exists(n),
    "collection": lambda c, m, n: c.get_collection(n),
    "aliases": lambda c, m, n: c.get_collection_aliases(n),
    "optimizations": lambda c, m, n: c.get_optimizations(n, with_="completed"),
    "shards": lambda c, m, n: c.collection_cluster_info(n),
    "cluster": lambda c, m, n: c.cluster_status(),
    "snapshots": lambda c, m, n: c.list_snapshots(n),
    "count": lambda c, m, n: c.count(n),
    "points": lambda c, m, n: c.retrieve(n, [1, 2, 3], with_vectors=True),
    "page": lambda c, m, n: c.scroll(n, limit=2, with_vectors=["words"]),
    "ordered page": lambda c, m, n: c.scroll(n, order_by=m.OrderBy(key="year")),
    "query": lambda c, m, n: c.query_points(n, [1.0, 0.5], using="text", with_vectors=True),
    "batch": lambda c, m, n: c.query_batch_points(n, [m.QueryRequest(query=[1.0, 0.5], using="text")]),
    "groups": lambda c, m, n: c.query_points_groups(n, "kind", [1.0, 0.5], using="text"),
    "facet": lambda c, m, n: c.facet(n, "kind"),
}


def plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else value


def test_both_read_the_same(client, books, live_url):
    client.create_payload_index(books, "kind", models.KeywordIndexParams(type="keyword", is_tenant=True))
    client.create_payload_index(books, "year", "integer")
    create = models.CreateAlias(collection_name=books, alias_name=f"{books}-alias")
    client.update_collection_aliases([models.CreateAliasOperation(create_alias=create)])
    official = qdrant_client.QdrantClient(live_url, check_compatibility=False)
    for read in READS.values():
        assert plain(read(client, models, books)) == plain(read(official, qdrant_client.models, books))
    official.close()
