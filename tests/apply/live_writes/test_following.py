"""What a writer does about a reindex at each of its phases, and when something fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest

from qschema.apply.errors import NoPermissionError
from qschema.apply.ledger import Ledger
from qschema.apply.live_writes import MirroredWriter, coordinating
from qschema.apply.live_writes.catching_up import CatchUp
from qschema.apply.live_writes.coordinating import LiveWrites
from qschema.apply.live_writes.errors import (
    ForkedWriterError,
    PauseTooLongError,
    WriterRefusesError,
    WritersBehindError,
)
from qschema.apply.records import MirrorRecord, WriterRecord
from qschema.apply.who import whoami
from qschema.client import QdrantClient, models, requests
from qschema.client.errors import BadRequest
from tests.apply.bench import Bench
from tests.apply.faults import FaultyTransport, answer_lost, forbidden, lost
from tests.apply.live_writes.traffic import prepared
from tests.apply.live_writes.world import PROJECT, TRANSFORM, make, point, same_content, wider
from tests.servers import serving

ALIAS = "articles-now"
INTERVAL = 0.02


@pytest.fixture
def client(bench: Bench) -> QdrantClient:
    return bench.client


@pytest.fixture
def faults(bench: Bench) -> FaultyTransport:
    return bench.faults


@pytest.fixture
def ours(bench: Bench) -> QdrantClient:
    """The same instance, as whoever carries out the reindex has it: past interceptors, and past faults."""
    view = bench.client.without_interceptors()
    view._transport = bench.faults.inner
    return view


@pytest.fixture
def mirror(ours: QdrantClient) -> MirrorRecord:
    return prepared(ours, make)


@pytest.fixture
def live(ours: QdrantClient, mirror: MirrorRecord) -> LiveWrites:
    return LiveWrites(ours, mirror, wider)


@pytest.fixture
def writer(client: QdrantClient, mirror: MirrorRecord) -> Iterator[MirroredWriter]:
    with following(client) as one:
        yield one


def following(client: QdrantClient, **options: Any) -> MirroredWriter:
    return MirroredWriter(client, PROJECT, **{"transforms": {TRANSFORM: wider}, "interval": INTERVAL, **options})


class Later:
    """The time, fifty seconds on."""

    sleep = staticmethod(time.sleep)

    def monotonic(self) -> float:
        return time.monotonic() + 50.0


def begin(live: LiveWrites) -> None:
    live.announce()
    assert live.wait_for_writers(settle=0.0) == []


def until(seen: Callable[[], Any]) -> None:
    while not seen():
        time.sleep(INTERVAL)


@pytest.mark.usefixtures("writer")
def test_only_while_a_reindex_is_active_writes_go_to_both(client, ours, mirror, live):
    client.upsert(ALIAS, [point(1)])
    assert ours.count(mirror.green).count == 0
    begin(live)
    client.upsert(ALIAS, [point(2)])
    client.upsert(mirror.blue, [point(3)])
    assert {one.id for one in ours.scroll(mirror.green)[0]} == {2, 3}
    live.end()
    client.upsert(ALIAS, [point(4)])
    assert ours.count(mirror.green).count == 2
    assert ours.count(mirror.blue).count == 4


@pytest.mark.usefixtures("writer")
def test_whatever_the_alias_says_blue_comes_first(client, ours, mirror, live):
    begin(live)
    to_green = models.CreateAlias(collection_name=mirror.green, alias_name=ALIAS)
    ours.update_collection_aliases([models.CreateAliasOperation(create_alias=to_green)])
    client.upsert(ALIAS, [point(1)])
    client.set_payload(ALIAS, {"text": "new"}, [1])
    assert ours.retrieve(mirror.blue, [1])[0].payload == {"text": "new"}
    assert client.retrieve(ALIAS, [1])[0].payload == {"text": "new", "model": "wider"}


def test_a_writer_that_begins_meanwhile_follows_from_its_first_write(client, ours, mirror, live):
    begin(live)
    with following(client, interval=3600):
        client.upsert(ALIAS, [point(1)])
    assert ours.count(mirror.green).count == 1


def test_a_ledger_that_is_made_later_is_found(client, ours):
    with following(client):
        mirror = prepared(ours, make)
        live = LiveWrites(ours, mirror, wider)
        live.announce()
        live.wait_for_writers(settle=0.5)
        client.upsert(ALIAS, [point(1)])
        assert ours.count(mirror.green).count == 1


def test_a_process_that_was_forked_does_not_write_unseen(client, mirror, monkeypatch):
    with following(client):
        monkeypatch.setattr("os.getpid", lambda: -1)
        with pytest.raises(ForkedWriterError):
            client.upsert(ALIAS, [point(1)])
        monkeypatch.undo()


def test_a_writer_leaves_nothing_behind(client, ours, mirror):
    with following(client):
        assert [one.project for one in Ledger(ours).read(WriterRecord)] == [PROJECT]
    assert Ledger(ours).read(WriterRecord) == []
    assert client.interceptors == []


@pytest.mark.usefixtures("writer")
def test_strict_mode_lets_through_what_follows_a_write(client, ours, mirror, live):
    limits = models.StrictModeConfig(enabled=True, max_query_limit=2, upsert_max_batchsize=3)
    ours.update_collection(mirror.green, strict_mode_config=limits)
    begin(live)
    client.upsert(ALIAS, [point(number, "x") for number in range(1, 8)])
    client.set_payload(ALIAS, {"n": 1}, models.Filter())
    assert ours.count(mirror.marks).count == 0
    assert CatchUp(ours, live.generations).run().points == 0
    ours.update_collection(mirror.green, strict_mode_config=models.StrictModeConfig(enabled=False))
    assert same_content(ours, mirror, live.generations)


@pytest.mark.usefixtures("writer")
def test_a_green_that_fails_fails_no_write(client, ours, faults, mirror, live):
    begin(live)
    faults.add(lost, requests.UpsertPoints, about=mirror.green)
    assert client.upsert(ALIAS, [point(1), point(2)]).status == models.UpdateStatus.COMPLETED
    assert ours.count(mirror.green).count == 0
    assert ours.count(mirror.marks).count == 2
    CatchUp(ours, live.generations).repair()
    assert same_content(ours, mirror, live.generations)


@pytest.mark.usefixtures("writer")
def test_what_cannot_be_marked_holds_up_the_hand_over_until_it_is(client, ours, faults, mirror, live):
    begin(live)
    faults.add(lost, requests.UpsertPoints, about=mirror.green)
    faults.add(lost, requests.UpsertPoints, about=mirror.marks)
    client.upsert(ALIAS, [point(1)])
    until(lambda: Ledger(ours).read(WriterRecord)[0].unmarked == 1)
    with pytest.raises(WritersBehindError), live.handed_over(limit=0.5):
        pass
    faults.faults.clear()
    assert live.wait_for_writers(settle=0.0) == []
    assert ours.count(mirror.marks).count == 1


@pytest.mark.usefixtures("writer")
def test_a_write_whose_answer_was_lost_is_marked(client, ours, faults, mirror, live):
    begin(live)
    faults.add(answer_lost, requests.UpsertPoints, about=mirror.blue)
    with pytest.raises(Exception, match="no answer"):
        client.upsert(ALIAS, [point(1)])
    assert ours.count(mirror.green).count == 1
    assert ours.count(mirror.marks).count == 1


@pytest.mark.usefixtures("writer")
def test_a_batch_that_fails_half_way_is_followed_as_far_as_it_came(client, ours, mirror, live):
    begin(live)
    good = models.UpsertOperation(upsert=models.PointsList(points=[point(1)]))
    bad = models.UpsertOperation(upsert=models.PointsList(points=[models.PointStruct(id=2, vector={"none": [1.0]})]))
    with pytest.raises(BadRequest):
        client.batch_update_points(ALIAS, [good, bad])
    assert ours.count(mirror.green).count == ours.count(mirror.blue).count == 1


def test_a_transform_that_fails_fails_no_write(client, ours, mirror, live):
    def failing(points: Any) -> Any:
        raise RuntimeError("the model is gone")

    with following(client, transforms={TRANSFORM: failing}):
        begin(live)
        client.upsert(ALIAS, [point(1)])
        assert ours.count(mirror.marks).count == 1
    assert CatchUp(ours, live.generations).repair().points == 1
    assert same_content(ours, mirror, live.generations)


def test_a_writer_without_the_transform_refuses(client, ours, mirror, live):
    with following(client, transforms={}):
        live.announce()
        with pytest.raises(WriterRefusesError, match=TRANSFORM):
            live.wait_for_writers(settle=0.0)
        client.upsert(ALIAS, [point(1)])
        live.end()
    assert ours.count(mirror.blue).count == 1


@pytest.mark.usefixtures("writer")
def test_a_writer_that_may_not_write_to_green_refuses(client, ours, faults, mirror, live):
    faults.add(forbidden, requests.DeletePoints, about=mirror.green)
    live.announce()
    with pytest.raises(WriterRefusesError, match=mirror.green):
        live.wait_for_writers(settle=0.0)
    client.upsert(ALIAS, [point(1)])
    assert ours.count(mirror.blue).count == 1


def test_a_reindex_whose_green_is_gone_is_in_nobodys_way(client, ours, mirror, live):
    live.announce()
    ours.delete_collection(mirror.green)
    with following(client):
        client.upsert(ALIAS, [point(1)])
    assert ours.count(mirror.blue).count == 1


def test_a_writer_that_gives_no_sign_of_life_is_not_trusted(ours, live, monkeypatch):
    monkeypatch.setattr(coordinating, "MARGIN_SECONDS", 0.1)
    dead = WriterRecord(project=PROJECT, writer=str(uuid4()), who=whoami(), interval=INTERVAL)
    Ledger(ours).put_writer(dead)
    live.announce()
    assert [one.writer for one in live.wait_for_writers(settle=0.0)] == [dead.writer]
    assert not live.is_trusted
    with live.handed_over(limit=60.0):
        pass


@pytest.mark.usefixtures("writer")
def test_writes_are_held_back_while_writers_are_handed_over(client, ours, mirror, live):
    begin(live)
    held = Thread(target=client.upsert, args=(ALIAS, [point(1)]))
    with live.handed_over(limit=60.0):
        held.start()
        held.join(0.2)
        assert held.is_alive()
        assert client.count(ALIAS).count == 0  # reads go on
        client.delete("_qschema", [1])  # and so do writes to other collections
    held.join()
    live.end()
    assert ours.count(mirror.blue).count == 1
    assert ours.count(mirror.green).count == 0


def test_writers_go_on_by_themselves_when_whoever_held_them_back_has_died(client, ours, mirror, live, writer):
    begin(live)
    followed = writer._follower._followed[mirror.reindex]
    live._append("paused", 0.3)
    until(lambda: followed.is_held or followed.expired > 0)
    client.upsert(ALIAS, [point(1)])
    assert ours.count(mirror.blue).count == ours.count(mirror.green).count == 1
    assert followed.expired > 0
    begin(live)


@pytest.mark.usefixtures("writer")
def test_a_switch_that_fails_or_is_late_leaves_writers_with_both(client, ours, mirror, live, monkeypatch):
    begin(live)
    with pytest.raises(ZeroDivisionError), live.handed_over(limit=60.0):
        _ = 1 / 0
    with pytest.raises(PauseTooLongError), live.handed_over(limit=60.0):
        monkeypatch.setattr(coordinating, "time", Later())
    assert live.wait_for_writers(settle=0.0) == []
    client.upsert(ALIAS, [point(1)])
    assert ours.count(mirror.green).count == 1


def test_a_key_that_may_only_read_is_told_at_the_start():
    with serving("--memory", "--api-key", "a", "--read-only-api-key", "r") as server:
        with QdrantClient(server.url, api_key="a") as ours:
            prepared(ours, make)
        with (
            QdrantClient(server.url, api_key="r") as client,
            pytest.raises(NoPermissionError, match="ledger"),
            following(client),
        ):
            pass
