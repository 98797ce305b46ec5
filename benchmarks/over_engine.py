"""What our layer costs over the engine that it calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import qdrant_edge as edge

from benchmarks.side_by_side import Row, compare
from qschema.client import models

_GOAL = 1.25


def over_engine(client: Any, name: str, vectors: Any, sought: Any, payloads: list[dict[str, Any]]) -> Iterator[Row]:
    """Compare calls of the client with those of the engine below that they come to."""
    shard = _bare(client, 0)
    query = sought[0].tolist()
    word = models.Filter(must=[models.FieldCondition(key="word", match=models.MatchValue(value="word 7"))])
    bare_word = edge.Filter(must=[edge.FieldCondition("word", match=edge.MatchValue("word 7"))])
    for what, exact, filter, bare in (
        ("not filtered, exact", True, None, None),
        ("not filtered", False, None, None),
        ("filtered by a keyword", False, word, bare_word),
    ):
        yield compare(
            f"over the engine: query, {what}",
            lambda exact=exact, filter=filter: client.query_points(  # type: ignore[misc]
                name,
                query,
                query_filter=filter,
                search_params=models.SearchParams(exact=exact),
                limit=10,
                with_payload=False,
            ),
            lambda exact=exact, bare=bare: shard.query(  # type: ignore[misc]
                edge.QueryRequest(
                    limit=10,
                    query=edge.Query.Nearest(query, using=""),
                    filter=bare,
                    params=edge.SearchParams(exact=exact),
                )
            ),
            rounds=200,
            goal=_GOAL,
        )
    ids = list(range(500))
    yield compare(
        "over the engine: retrieve 500 with payload",
        lambda: client.retrieve(name, ids, with_payload=True),
        lambda: [(one.id, one.payload) for one in shard.retrieve(ids, True, False)],
        rounds=50,
        goal=_GOAL,
    )
    client.create_collection(
        "over",
        vectors_config=models.VectorParams(size=vectors.shape[1], distance=models.Distance.COSINE),
        optimizers_config=models.OptimizersConfigDiff(indexing_threshold=0),
    )
    empty, some = _bare(client, 1), slice(0, 1000)
    batch = list(range(1000))
    yield compare(
        "over the engine: upsert 1,000 from numpy",
        lambda: client.upsert("over", models.Batch(ids=batch, vectors=vectors[some], payloads=payloads[some])),
        lambda: empty.update(edge.UpdateOperation.upsert_points(_points(batch, vectors[some], payloads[some]))),
        rounds=20,
        goal=_GOAL,
    )


def _bare(client: Any, number: int) -> Any:
    """Return the engine's shard of a client's collection, the first being number 0."""
    return list(client._transport._open()._instance.opened)[number].shard._engine


def _points(ids: list[int], vectors: Any, payloads: list[dict[str, Any]]) -> list[Any]:
    rows = zip(ids, vectors.tolist(), payloads, strict=True)
    return [edge.Point(id, {"": vector}, payload) for id, vector, payload in rows]
