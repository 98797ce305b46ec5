from __future__ import annotations

import pytest

from qschema.client import models
from qschema.client.errors import BadRequest, NotFound
from tests.client.embedded.shard.configs import points

MISSING = {"query": 3, "using": "e"}
BARE = {"query": 2, "using": "e"}
NO_AVERAGE = {"query": {"recommend": {"negative": [1], "strategy": "average_vector"}}, "using": "e"}


@pytest.fixture
def shard(shard):
    """Two points, the second without a vector."""
    shard.upsert(points([{"id": 1, "vector": {"e": [1, 0, 0]}}, {"id": 2, "vector": {}}]))
    return shard


@pytest.mark.parametrize(
    ("searches", "error", "told"),
    [
        ([NO_AVERAGE, MISSING], NotFound, "No point with id 3"),
        ([BARE, MISSING], NotFound, "No point with id 3"),
        ([{**NO_AVERAGE, "prefetch": [MISSING]}], NotFound, "No point with id 3"),
        ([NO_AVERAGE, BARE], BadRequest, "positive"),
        ([BARE, NO_AVERAGE], NotFound, 'Vector with name "e"'),
    ],
)
def test_points_that_are_not_there_are_told_before_anything_else(shard, searches, error, told):
    """As Qdrant 1.19.0 does it, over all searches of a batch and their stages."""
    with pytest.raises(error, match=told):
        shard.check_references([models.QueryRequest.model_validate(one) for one in searches])
