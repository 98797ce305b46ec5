from __future__ import annotations

import pytest

from qschema.client import QdrantClient, models
from qschema.client.errors import BadRequest, NotFound

NOTHING_TO_AVERAGE = models.Prefetch(
    query=models.RecommendQuery(recommend=models.RecommendInput(positive=[], negative=[[1.0, 2.0]]))
)
NOT_THERE = models.Prefetch(query=models.NearestQuery(nearest=8))


@pytest.mark.parametrize(
    ("prefetch", "error"), [([NOTHING_TO_AVERAGE, NOT_THERE], BadRequest), ([NOT_THERE, NOTHING_TO_AVERAGE], NotFound)]
)
def test_of_two_stages_that_are_wrong_the_first_is_told(prefetch, error):
    with QdrantClient(":memory:") as client:
        client.create_collection("a", vectors_config=models.VectorParams(size=2, distance=models.Distance.DOT))
        with pytest.raises(error):
            client.query_points("a", prefetch=prefetch, query=models.FusionQuery(fusion=models.Fusion.RRF))
