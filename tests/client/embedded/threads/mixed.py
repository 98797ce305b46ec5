"""Threads that do all kinds of things to one engine at once, and see that each answer is right."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from qschema.client import models, requests
from qschema.client.embedded.engine import Engine
from qschema.client.errors import AlreadyExists, NotFound

SIZE, KEPT = 64, 400
COLLECTIONS = ("a", "b")


def prepare(engine: Engine) -> None:
    """Create what the threads share: two collections that look vectors up in each other, and are built often."""
    for name in COLLECTIONS:
        vectors = models.VectorParams(size=SIZE, distance=models.Distance.DOT)
        optimizers = models.OptimizersConfigDiff(indexing_threshold=500, flush_interval_sec=1)
        engine.handle(
            requests.CreateCollection(name, models.CreateCollection(vectors=vectors, optimizers_config=optimizers))
        )
        index = models.CreateFieldIndex(field_name="who", field_schema=models.PayloadSchemaType.INTEGER)
        engine.handle(requests.CreatePayloadIndex(name, index, wait=True))


class Writer:
    """A thread with points of its own in both collections; it knows what is in them.

    Args:
        engine: The engine.
        number: Which thread it is.
    """

    def __init__(self, engine: Engine, number: int) -> None:
        self._engine = engine
        self._number = number
        self._random = random.Random(number)
        self.there: dict[str, dict[int, int]] = {name: {} for name in COLLECTIONS}

    def round(self) -> None:
        """Do one thing, and look whether everything is as it should be."""
        name = self._random.choice(COLLECTIONS)
        self._random.choice((self._upsert, self._upsert, self._delete, self._set, self._search))(name)
        self.check(self._engine, name)

    def check(self, engine: Engine, name: str) -> None:
        """Compare what is there with what this thread wrote."""
        mine = models.Filter(must=[models.FieldCondition(key="who", match=models.MatchValue(value=self._number))])
        told = engine.handle(requests.CountPoints(name, models.CountRequest(filter=mine, exact=True)))
        assert told.count == len(self.there[name])
        ids = self._random.sample(self._ids(), 20)
        found = engine.handle(requests.RetrievePoints(name, models.PointRequest(ids=ids, with_payload=True)))
        values = {point.id: point.payload["v"] for point in found}
        assert values == {id: self.there[name][id] for id in ids if id in self.there[name]}

    def _ids(self) -> list[int]:
        return list(range(self._number * KEPT, (self._number + 1) * KEPT))

    def _some(self) -> list[int]:
        return self._random.sample(self._ids(), self._random.randint(1, 60))

    def _upsert(self, name: str) -> None:
        value, ids = self._random.randrange(1 << 30), self._some()
        batch = models.Batch(
            ids=ids,
            vectors=[[self._random.random() for _ in range(SIZE)] for _ in ids],
            payloads=[{"who": self._number, "v": value} for _ in ids],
        )
        self._engine.handle(requests.UpsertPoints(name, models.PointsBatch(batch=batch), wait=True))
        self.there[name].update(dict.fromkeys(ids, value))

    def _delete(self, name: str) -> None:
        ids = self._some()[:20]
        self._engine.handle(requests.DeletePoints(name, models.PointIdsList(points=ids), wait=True))
        for id in ids:
            self.there[name].pop(id, None)

    def _set(self, name: str) -> None:
        ids = [id for id in self._some() if id in self.there[name]]
        if ids:
            value = self._random.randrange(1 << 30)
            body = models.SetPayload(payload={"v": value}, points=ids)
            self._engine.handle(requests.SetPayload(name, body, wait=True))
            self.there[name].update(dict.fromkeys(ids, value))

    def _search(self, name: str) -> None:
        """Search from a point of the other collection."""
        other = COLLECTIONS[1 - COLLECTIONS.index(name)]
        if not self.there[other]:
            return
        start = self._random.choice(list(self.there[other]))
        query = models.QueryRequest(
            query=start, limit=5, with_payload=True, lookup_from=models.LookupLocation(collection=other)
        )
        found = self._engine.handle(requests.QueryPoints(name, query)).points
        assert all(point.payload for point in found)
        assert [point.score for point in found] == sorted((point.score for point in found), reverse=True)


class Changer:
    """A thread that changes what the others use: configurations, indexes, aliases, collections; and takes snapshots.

    Args:
        engine: The engine.
        number: Which thread it is; what it creates is its own.
    """

    def __init__(self, engine: Engine, number: int) -> None:
        self._engine = engine
        self._own = f"own-{number}"
        self._random = random.Random(number)

    def round(self) -> None:
        """Do one thing."""
        name = self._random.choice(COLLECTIONS)
        actions = (self._patch, self._index, self._alias, self._create, self._delete, self._snapshot, self._look)
        self._random.choice(actions)(name)

    def _patch(self, name: str) -> None:
        m = self._random.choice((8, 16))
        body = models.UpdateCollection(hnsw_config=models.HnswConfigDiff(m=m))
        assert self._engine.handle(requests.UpdateCollection(name, body))

    def _index(self, name: str) -> None:
        body = models.CreateFieldIndex(field_name=self._own, field_schema=models.PayloadSchemaType.KEYWORD)
        self._engine.handle(requests.CreatePayloadIndex(name, body, wait=True))
        self._engine.handle(requests.DeletePayloadIndex(name, self._own, wait=True))

    def _alias(self, name: str) -> None:
        alias = models.CreateAlias(collection_name=name, alias_name=f"alias-{self._own}")
        actions: list[Any] = [models.CreateAliasOperation(create_alias=alias)]
        self._engine.handle(requests.UpdateAliases(models.ChangeAliasesOperation(actions=actions)))
        self._engine.handle(requests.CountPoints(alias.alias_name, models.CountRequest()))

    def _create(self, _: str) -> None:
        body = models.CreateCollection(vectors=models.VectorParams(size=2, distance=models.Distance.DOT))
        try:
            self._engine.handle(requests.CreateCollection("shared-name", body))
        except AlreadyExists:
            point = models.PointStruct(id=1, vector=[1.0, 2.0])
            self._tolerantly(requests.UpsertPoints("shared-name", models.PointsList(points=[point]), wait=True))

    def _delete(self, _: str) -> None:
        assert self._engine.handle(requests.DeleteCollection("shared-name")) in (True, False)

    def _snapshot(self, name: str) -> None:
        taken = self._engine.handle(requests.CreateSnapshot(name, wait=True))
        assert self._engine.handle(requests.DeleteSnapshot(name, taken.name, wait=True))

    def _look(self, name: str) -> None:
        info = self._engine.handle(requests.GetCollection(name))
        assert info.status != models.CollectionStatus.RED, info.optimizer_status
        self._engine.handle(requests.GetTelemetry(details_level=1))
        self._tolerantly(requests.GetCollection("shared-name"))

    def _tolerantly(self, request: Any) -> None:
        """Ask something of a collection that another thread may just have deleted."""
        with suppress(NotFound):
            self._engine.handle(request)


def all_at_once(workers: list[Any], *, rounds: int, seconds: float = 0.0) -> int:
    """Let all work until each has done its rounds and it is time; return how many rounds were done."""
    until, done, errors = time.monotonic() + seconds, [0] * len(workers), []

    def work(index: int, round_: Callable[[], None]) -> None:
        try:
            while not errors and (done[index] < rounds or time.monotonic() < until):
                round_()
                done[index] += 1
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(i, one.round), daemon=True) for i, one in enumerate(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 600)
        assert not thread.is_alive(), "a thread waits for ever"
    if errors:
        raise errors[0]
    return sum(done)
