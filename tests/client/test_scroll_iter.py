"""Reading all points one after the other."""

from __future__ import annotations

import asyncio

import pytest

from qschema.client import AsyncQdrantClient, QdrantClient, models

POINTS = [models.PointStruct(id=n, vector=[float(n)], payload={"even": n % 2 == 0}) for n in range(25)]
EVEN = models.Filter(must=[models.FieldCondition(key="even", match=models.MatchValue(value=True))])


def read(kind, **asked):
    if kind == "sync":
        with QdrantClient(":memory:") as client:
            client.create_collection("c", models.VectorParams(size=1, distance=models.Distance.DOT))
            client.upsert("c", POINTS)
            return [*client.scroll_iter("c", **asked)]

    async def run():
        async with AsyncQdrantClient(":memory:") as client:
            await client.create_collection("c", models.VectorParams(size=1, distance=models.Distance.DOT))
            await client.upsert("c", POINTS)
            return [point async for point in client.scroll_iter("c", **asked)]

    return asyncio.run(run())


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_all_points_come_once(kind):
    found = read(kind, page_size=7, with_vectors=True)
    assert [(point.id, point.vector, point.payload) for point in found] == [
        (point.id, point.vector, point.payload) for point in POINTS
    ]


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({"limit": 0}, []),
        ({"limit": 3, "page_size": 2}, [0, 1, 2]),
        ({"limit": 10, "page_size": 5}, [*range(10)]),
        ({"limit": 99, "page_size": 25}, [*range(25)]),
        ({"offset": 20, "page_size": 2}, [*range(20, 25)]),
        ({"scroll_filter": EVEN, "page_size": 3, "with_payload": False}, [*range(0, 25, 2)]),
    ],
)
def test_what_is_asked_for(asked, ids):
    assert [point.id for point in read("sync", **asked)] == ids


def test_a_page_is_read_when_it_is_needed():
    with QdrantClient(":memory:") as client:
        client.create_collection("c", models.VectorParams(size=1, distance=models.Distance.DOT))
        client.upsert("c", POINTS)
        points = client.scroll_iter("c", page_size=5)
        assert next(points).id == 0
        client.delete("c", [5, 24])
        assert [point.id for point in points] == [1, 2, 3, 4, *range(6, 24)]
