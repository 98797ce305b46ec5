"""Collections whose strict mode allows no exact count, and only small pages."""

from __future__ import annotations

import pytest

from qschema.apply.strict_mode import count_points
from qschema.client import models
from qschema.client.errors import BadRequest

ARTICLES = {
    "vectors": {"size": 2, "distance": "Dot"},
    "payload_indexes": {"tenant": {"type": "keyword"}},
    "strict_mode_config": {"enabled": True, "search_allow_exact": False, "max_query_limit": 20},
}


@pytest.fixture
def articles(bench):
    """Fifty points, twenty of them of one tenant."""
    bench.apply({"articles": ARTICLES})
    tenants = ["one"] * 20 + ["other"] * 30
    points = [
        models.PointStruct(id=id, vector=[id, 1.0], payload={"tenant": tenant}) for id, tenant in enumerate(tenants)
    ]
    bench.client.upsert("articles", points)
    return bench


def test_points_are_counted_all_the_same(articles):
    with pytest.raises(BadRequest):
        articles.client.count("articles", exact=True)
    assert count_points(articles.client, "articles") == 50
    one = models.FieldCondition(key="tenant", match=models.MatchValue(value="one"))
    assert count_points(articles.client, "articles", models.Filter(must=[one])) == 20


def test_a_copy_takes_the_place_of_one(articles):
    articles.apply({"articles": {**ARTICLES, "shard_number": 2}})
    assert articles.client.get_collection("articles").config.params.shard_number == 2
    assert count_points(articles.client, "articles") == 50
