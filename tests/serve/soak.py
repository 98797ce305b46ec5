"""Clients that do all kinds of things to a server at once, and see that each answer is right."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from qschema.client import QdrantClient, models

SIZE, KEPT = 32, 200


def private_bytes(*pids: int) -> int:
    """Return how much memory processes have for themselves (Linux)."""
    return sum(
        int(line.split()[1]) * 1024
        for pid in pids
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("RssAnon:")
    )


class Caller:
    """One client with points of its own in a collection that all share.

    Args:
        url: The server.
        collection: The collection.
        number: Which client it is.
    """

    def __init__(self, url: str, collection: str, number: int) -> None:
        self._url = url
        self._collection = collection
        self._number = number
        self._random = random.Random(number)
        self._there: dict[int, int] = {}
        self.calls = 0

    def work(self, *, rounds: int = 0, until: float = 0.0) -> int:
        """Call until enough rounds are done, or it is time; return how many calls there were."""
        with QdrantClient(self._url, retries=0) as client:
            done = 0
            while done < rounds or time.monotonic() < until:
                self._round(client)
                done += 1
        return self.calls

    def _round(self, client: QdrantClient) -> None:
        mine = models.Filter(must=[models.FieldCondition(key="who", match=models.MatchValue(value=self._number))])
        first = self._number * KEPT
        ids = self._random.sample(range(first, first + KEPT), 20)
        stamp = self._random.randrange(1 << 30)
        points = [
            models.PointStruct(
                id=one, vector=[self._random.random() for _ in range(SIZE)], payload={"who": self._number, "n": stamp}
            )
            for one in ids
        ]
        client.upsert(self._collection, points)
        self._there.update(dict.fromkeys(ids, stamp))
        assert client.count(self._collection, mine).count == len(self._there)
        read = client.retrieve(self._collection, ids)
        assert {point.id: point.payload["n"] for point in read if point.payload} == dict.fromkeys(ids, stamp)
        found = client.query_points(self._collection, points[0].vector, query_filter=mine, limit=3).points
        assert len(found) == 3
        gone = ids[:5]
        client.delete(self._collection, gone)
        for one in gone:
            del self._there[one]
        page, _ = client.scroll(self._collection, mine, limit=KEPT)
        assert {point.id for point in page} == self._there.keys()
        self.calls += 6


def prepare(url: str, collection: str) -> None:
    """Make the collection that callers share."""
    with QdrantClient(url) as client:
        client.create_collection(collection, models.VectorParams(size=SIZE, distance=models.Distance.COSINE))
        client.create_payload_index(collection, "who", models.PayloadSchemaType.INTEGER)


def all_at_once(callers: list[Caller], *, rounds: int = 0, seconds: float = 0.0) -> int:
    """Let callers work side by side; return how many calls there were."""
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(len(callers)) as threads:
        return sum(threads.map(lambda caller: caller.work(rounds=rounds, until=until), callers))
