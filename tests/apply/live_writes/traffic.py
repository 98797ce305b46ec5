"""Writers that know what they have written, and a reindex that goes on meanwhile."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import numpy

from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.copying.options import unchanged
from qschema.apply.live_writes import AsyncMirroredWriter, MirroredWriter
from qschema.apply.live_writes.catching_up import CatchUp
from qschema.apply.live_writes.coordinating import LiveWrites
from qschema.apply.records import MirrorRecord
from qschema.client import AsyncQdrantClient, QdrantClient, models
from qschema.client.errors import BadRequest, RateLimited
from tests.apply.live_writes.world import PROJECT, TRANSFORM, back_fill, back_fill_slowly, same_content, wider

ALIAS = "articles-now"
INTERVAL = 0.05
SHARED = range(10)
"""Ids that all writers write to."""

Model = dict[int, dict[str, Any]]
Deed = tuple[Callable[[Any], Any], Callable[[Model], None]]
"""A write, and what it does to the payloads of the writer's own points."""


def _is(owner: int, n: int | None = None) -> models.Filter:
    values = {"owner": owner} if n is None else {"owner": owner, "n": n}
    return models.Filter(
        must=[models.FieldCondition(key=key, match=models.MatchValue(value=value)) for key, value in values.items()]
    )


def _points(ids: list[int], payload: dict[str, Any]) -> list[models.PointStruct]:
    return [models.PointStruct(id=one, vector={"text": [1.0, one % 7]}, payload=payload) for one in ids]


def deeds(owner: int, chance: random.Random, name: str = ALIAS) -> Iterator[Deed]:
    """Yield writes to a name without end: inserts, updates, deletes and patches, by id and by filter."""
    while True:
        some = chance.sample(range(1000 * owner, 1000 * owner + 40), 3)
        kinds = _kinds(name, owner, some, chance.randrange(4), chance.choice(SHARED))
        yield chance.choice(kinds)


def _kinds(name: str, owner: int, some: list[int], n: int, shared: int) -> list[Deed]:
    payload = {"owner": owner, "n": n}

    def insert(model: Model) -> None:
        model.update(dict.fromkeys(some, payload))

    def delete(model: Model) -> None:
        for one in some:
            model.pop(one, None)

    def delete_found(model: Model) -> None:
        for one in [one for one, kept in model.items() if kept["n"] == n]:
            del model[one]

    def see(model: Model) -> None:
        model.update({one: {**kept, "seen": n} for one, kept in model.items()})

    def unsee(model: Model) -> None:
        found = {one: kept for one, kept in model.items() if kept["n"] == n}
        model.update({one: {key: kept[key] for key in ("owner", "n")} for one, kept in found.items()})

    def nothing(model: Model) -> None:
        return None

    return [
        (lambda client: client.upsert(name, _points(some, payload)), insert),
        (lambda client: client.delete(name, some), delete),
        (lambda client: client.delete(name, _is(owner, n)), delete_found),
        (lambda client: client.set_payload(name, {"seen": n}, _is(owner)), see),
        (lambda client: client.delete_payload(name, ["seen"], _is(owner, n)), unsee),
        (lambda client: client.upsert(name, _points([shared], {"by": owner, "n": n})), nothing),
        (lambda client: client.delete(name, [shared]), nothing),
    ]


class Authors:
    """Writers at work, in threads.

    Args:
        count: How many there are.
        name: The name that they write to.

    Attributes:
        models: What each has written.
        writes: How many writes were acknowledged.
        errors: Those that weren't.
    """

    def __init__(self, count: int = 2, name: str = ALIAS) -> None:
        self._name = name
        self.models: list[Model] = [{} for _ in range(count)]
        self.writes = 0
        self.errors: list[BaseException] = []
        self._stop = Event()

    @contextmanager
    def at_work(self, client: QdrantClient) -> Iterator[None]:
        threads = [Thread(target=self._write, args=(client, number)) for number in range(len(self.models))]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._stop.set()
            for thread in threads:
                thread.join()

    def _write(self, client: QdrantClient, number: int) -> None:
        try:
            for write, note in deeds(number + 1, random.Random(number), self._name):
                if self._stop.is_set():
                    return
                if self._carries_out(write, client):
                    note(self.models[number])
                    self.writes += 1
        except BaseException as error:
            self.errors.append(error)

    def _carries_out(self, write: Callable[[Any], Any], client: QdrantClient) -> bool:
        """Write, and tell whether that was acknowledged."""
        write(client)
        return True

    @contextmanager
    def at_work_on_loop(self, client: AsyncQdrantClient) -> Iterator[None]:
        """The same on an event loop in a thread, through a mirrored writer."""
        started = Event()

        async def write(number: int) -> None:
            for deed, note in deeds(number + 1, random.Random(number), self._name):
                if self._stop.is_set():
                    return
                await deed(client)
                note(self.models[number])
                self.writes += 1

        async def work() -> None:
            async with client, AsyncMirroredWriter(client, PROJECT, transforms={TRANSFORM: wider}, interval=INTERVAL):
                started.set()
                await asyncio.gather(*(write(number) for number in range(len(self.models))))

        def run() -> None:
            try:
                asyncio.run(work())
            except BaseException as error:
                self.errors.append(error)
            finally:
                started.set()

        thread = Thread(target=run)
        thread.start()
        started.wait()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def wait_for(self, more: int) -> None:
        """Wait until so many more writes were acknowledged."""
        goal = self.writes + more
        while self.writes < goal and not self.errors:
            self._stop.wait(0.01)

    def expected(self) -> Model:
        """Return the payloads of the points that one writer alone has written to."""
        return {one: payload for model in self.models for one, payload in model.items()}


class Insisting(Authors):
    """Writers that repeat what is refused, as whoever writes during a write freeze has to.

    Attributes:
        refusals: How many writes were refused.
    """

    refusals = 0

    def _carries_out(self, write: Callable[[Any], Any], client: QdrantClient) -> bool:
        while not (is_taken := _is_taken(write, client)) and not self._stop.wait(0.01):
            self.refusals += 1
        return is_taken


def _is_taken(write: Callable[[Any], Any], client: QdrantClient) -> bool:
    try:
        write(client)
    except (BadRequest, RateLimited):
        return False
    return True


def seed(client: QdrantClient, count: int = 600) -> None:
    ids = list(range(100_000, 100_000 + count))
    vectors = numpy.random.default_rng(1).normal(size=(count, 2)).astype(numpy.float32)
    client.upload_collection("articles", {"text": vectors}, [{"n": one} for one in ids], ids, wait=True)


def reindexed(client: QdrantClient, mirror: MirrorRecord, authors: Authors, *, inserts_only: bool = True) -> LiveWrites:
    """Copy under traffic and switch the alias; afterwards writes go to both generations."""
    live = LiveWrites(client, mirror, wider if mirror.transform else unchanged)
    live.announce()
    assert live.wait_for_writers(settle=0.0) == []
    assert live.is_trusted
    authors.wait_for(10)
    if inserts_only:
        back_fill(client, mirror, 50, wider if mirror.transform else unchanged)
    else:
        back_fill_slowly(live.generations, 50)
    authors.wait_for(10)
    CatchUp(client, live.generations).repair()
    authors.wait_for(10)
    to_green = models.CreateAlias(collection_name=mirror.green, alias_name=ALIAS)
    client.update_collection_aliases([models.CreateAliasOperation(create_alias=to_green)])
    authors.wait_for(20)
    return live


def nothing_is_lost(client: QdrantClient, authors: Authors) -> None:
    """No write has failed, and each is to be seen through the alias."""
    assert authors.errors == []
    assert authors.writes > 50
    where = models.Filter(must_not=[models.IsEmptyCondition(is_empty=models.PayloadField(key="owner"))])
    found = {one.id: one.payload for one in client.scroll_iter(ALIAS, where)}
    assert {
        one: {key: value for key, value in (payload or {}).items() if key != "model"} for one, payload in found.items()
    } == authors.expected()


def rehearse(
    client: QdrantClient, mirror: MirrorRecord, writing: Callable[[Authors], Any], *, inserts_only: bool = True
) -> None:
    """Reindex under traffic: writes go to both generations until the writers stop."""
    seed(client)
    authors = Authors()
    with writing(authors):
        authors.wait_for(10)
        live = reindexed(client, mirror, authors, inserts_only=inserts_only)
    CatchUp(client, live.generations).repair()
    nothing_is_lost(client, authors)
    assert same_content(client, mirror, live.generations)
    assert CatchUp(client, live.generations).run().points == 0
    live.end()


@contextmanager
def in_threads(authors: Authors, client: QdrantClient) -> Iterator[None]:
    """Have authors write through a client that follows reindexes."""
    with (
        MirroredWriter(client, PROJECT, transforms={TRANSFORM: wider}, interval=INTERVAL),
        authors.at_work(client),
    ):
        yield


def prepared(client: QdrantClient, make: Callable[[QdrantClient], MirrorRecord]) -> MirrorRecord:
    ensure_ledger(client)
    return make(client)
