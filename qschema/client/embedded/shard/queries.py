"""Searches."""

from __future__ import annotations

from typing import Any

from qschema.client import models
from qschema.client.embedded.shard.bm25 import embed_query
from qschema.client.embedded.shard.engine import edge, engine_errors
from qschema.client.embedded.shard.filters import engine_filter
from qschema.client.embedded.shard.layout import Layout
from qschema.client.embedded.shard.results import scored_points
from qschema.client.embedded.shard.selection import payload_selection, vector_selection
from qschema.client.embedded.shard.vectors import engine_vector


def query(shard: Any, layout: Layout, body: models.QueryRequest) -> list[models.ScoredPoint]:
    """Find points."""
    payload = payload_selection(body.with_payload, default=False)
    using = body.using or ""
    vector = body.query.nearest if isinstance(body.query, models.NearestQuery) else body.query
    request = edge.QueryRequest(
        limit=10 if body.limit is None else body.limit,
        offset=body.offset or 0,
        query=edge.Query.Nearest(engine_vector(vector, using, layout, embed_query), using=using),
        with_vector=vector_selection(body.with_vector),
        with_payload=payload,
        filter=engine_filter(body.filter),
        score_threshold=body.score_threshold,
    )
    with engine_errors():
        return scored_points(shard.query(request), payload is not False)
