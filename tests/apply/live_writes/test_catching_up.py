"""Writers that nobody controls: passes find what they did, and the last one does so while they are locked out."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qschema.apply.live_writes.catching_up import CatchUp
from qschema.apply.live_writes.errors import CatchUpTooLongError, IdsChangedError
from qschema.apply.live_writes.final_pass import final_pass
from qschema.apply.live_writes.freezing import Freeze, frozen
from qschema.apply.live_writes.generations import Generations, upsert
from qschema.apply.live_writes.pairs import OutOfTime
from qschema.apply.records import MirrorRecord
from qschema.client import QdrantClient, models
from qschema.client.errors import NotFound, QdrantError
from tests.apply.live_writes.traffic import prepared
from tests.apply.live_writes.world import IDS, PROJECT, back_fill, make, point, same_content, wider, write_something

EXAMPLES = settings().max_examples if settings().max_examples >= 1_000 else 60


@pytest.fixture(scope="module")
def client() -> Iterator[QdrantClient]:
    with QdrantClient(":memory:") as one:
        yield one


@pytest.fixture(scope="module")
def mirror(client: QdrantClient) -> MirrorRecord:
    made = prepared(client, make)
    Generations(client, made, wider).marks.make()
    client.create_payload_index("articles", "at", field_schema=models.PayloadSchemaType.INTEGER)
    return made


@pytest.fixture
def generations(client: QdrantClient, mirror: MirrorRecord) -> Generations:
    clear(client, mirror)
    return Generations(client, mirror, wider)


def clear(client: QdrantClient, mirror: MirrorRecord) -> None:
    for name in (mirror.blue, mirror.green, mirror.marks):
        client.delete(name, models.Filter())


@settings(max_examples=EXAMPLES)
@given(seed=st.integers(0, 2**32), before=st.integers(0, 5), after=st.integers(0, 8))
def test_comparing_finds_whatever_was_written(client, mirror, seed, before, after):
    clear(client, mirror)
    generations, chance = Generations(client, mirror, wider), random.Random(seed)

    def write(count: int) -> None:
        for _ in range(count):
            with suppress(NotFound):
                write_something(client, "articles", chance)

    write(before)
    back_fill(client, mirror)
    write(after)
    catch_up = CatchUp(client, generations)
    lag = catch_up.run()
    assert lag.points <= lag.looked
    assert same_content(client, mirror, generations)
    assert catch_up.run().points == 0


def test_a_pass_by_time_looks_at_what_was_changed_and_at_all_ids(client, mirror, generations):
    client.upsert("articles", [point(number, at=number) for number in range(1, 101)])
    back_fill(client, mirror)
    catch_up = CatchUp(client, generations, updated_at="at", since=100, overlap=2)
    assert catch_up.run().looked == 3
    client.upsert("articles", [point(7, "x", at=101), point(200, at=102)])
    client.delete("articles", [8, 9])
    lag = catch_up.run()
    assert (lag.missing, lag.changed, lag.extra, lag.looked) == (1, 1, 2, 7)
    assert same_content(client, mirror, generations)
    assert catch_up.run().points == 0


def test_times_may_be_texts(client, mirror, generations):
    client.upsert("articles", [point(1, when="2026-11-29T10:00:00Z"), point(2, when="2026-11-29T12:00:00Z")])
    client.create_payload_index("articles", "when", field_schema=models.PayloadSchemaType.DATETIME)
    back_fill(client, mirror)
    catch_up = CatchUp(client, generations, updated_at="when", since="2026-11-29T11:00:00Z")
    client.upsert("articles", [point(1, "x", when="2026-11-29T13:00:00Z")])
    assert catch_up.run().changed == 1
    assert catch_up.run().looked == 1
    assert same_content(client, mirror, generations)


def test_the_field_is_missed_where_writers_forget_it(client, mirror, generations):
    """Why a pass by time is only as good as the writers: comparing finds what it doesn't."""
    client.upsert("articles", [point(1, at=1)])
    back_fill(client, mirror)
    client.set_payload("articles", {"text": "new"}, [1])
    assert CatchUp(client, generations, updated_at="at", since=100, overlap=0).run().points == 0
    assert CatchUp(client, generations).run().changed == 1


def test_a_point_that_was_drafted_leaves_green(client, mirror, generations):
    client.upsert("articles", [point(1), point(2)])
    back_fill(client, mirror)
    client.set_payload("articles", {"draft": True}, [1])
    assert CatchUp(client, generations).run().extra == 1
    assert same_content(client, mirror, generations)


def test_marked_points_are_looked_at_and_their_marks_lifted(client, mirror, generations):
    client.upsert("articles", [point(1), point(2)])
    back_fill(client, mirror)
    client.delete("articles", [1])
    client.upsert("articles", [point(2, "x"), point(3)])
    generations.marks.lay([1, 2, 3])
    assert CatchUp(client, generations).repair().looked == 3
    assert same_content(client, mirror, generations)
    assert client.count(mirror.marks).count == 0


def test_a_mark_that_is_laid_anew_stays(client, mirror, generations):
    generations.marks.lay([1, 2])
    (page,) = generations.marks.pages()
    generations.marks.lay([2, 3])
    generations.marks.lift(page)
    assert {one for page in generations.marks.pages() for one in page} == {2, 3}


def test_a_transform_that_changes_ids_is_refused(client, mirror, generations):
    client.upsert("articles", [point(1)])

    def renumbered(points):
        return type(points)([one + 1 for one in points.ids], points.vectors, points.payloads)

    with pytest.raises(IdsChangedError):
        CatchUp(client, Generations(client, mirror, renumbered)).run()


def test_the_last_pass_is_made_while_nobody_writes(client, mirror, generations):
    client.update_collection("articles", strict_mode_config=models.StrictModeConfig(enabled=False))
    client.upsert("articles", [point(one) for one in IDS])
    back_fill(client, mirror)
    stop = Event()

    def write() -> None:
        chance = random.Random(1)
        while not stop.is_set():
            with suppress(QdrantError):
                write_something(client, "articles", chance)
            stop.wait(0.001)

    thread = Thread(target=write)
    thread.start()
    try:
        seen: list[bool] = []

        @contextmanager
        def freeze() -> Iterator[Freeze]:
            with frozen(client, PROJECT, "articles", limit=30.0) as one:
                yield one
                seen.append(same_content(client, mirror, generations))

        done = final_pass(CatchUp(client, generations), freeze, attempts=5, small=5)
    finally:
        stop.set()
        thread.join()
    assert seen == [True]
    assert len(done.freezes) == 1


def test_writers_are_let_through_when_the_time_is_up(client, mirror, generations):
    client.upsert("articles", [point(one) for one in IDS])
    frozen_for: list[Freeze] = []

    @contextmanager
    def freeze() -> Iterator[Freeze]:
        one = Freeze(time.monotonic(), until=time.monotonic() - 1)
        frozen_for.append(one)
        client.upsert("articles", [point(one) for one in IDS])
        yield one

    with pytest.raises(CatchUpTooLongError):
        final_pass(CatchUp(client, generations), freeze, attempts=2)
    assert len(frozen_for) == 2


def test_what_was_found_before_the_time_was_up_is_in_line(client, mirror, generations):
    upsert(client, "articles", generations.expected([]))
    client.upsert("articles", [point(number) for number in range(1, 600)])
    with pytest.raises(OutOfTime):
        CatchUp(client, generations).run(time.monotonic() - 1)
    catch_up = CatchUp(client, generations)
    assert catch_up.run().missing == 599
    assert catch_up.run(time.monotonic() + 600).points == 0
