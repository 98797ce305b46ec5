"""What is copied is the same afterwards, whatever it is, and whatever came between."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import numpy
import pytest
from hypothesis import HealthCheck, given, settings

from qschema.apply.copying import reading
from qschema.apply.copying.engine import copy_points
from qschema.apply.copying.errors import CopyFailedError, CopyStoppedError, OtherCopyError
from qschema.apply.copying.options import CopyOptions
from qschema.apply.copying.points import PointColumns
from qschema.apply.copying.progress import CopyProgress
from qschema.apply.copying.side import Side
from qschema.apply.history import export
from qschema.apply.watching import Stop
from qschema.client import QdrantClient, models
from qschema.schema.secrets import remember
from tests.apply.copying.contents import Content, content, contents

_FEW = settings(max_examples=settings().max_examples // 10, suppress_health_check=[HealthCheck.function_scoped_fixture])
BOOKS = Content(("text",), [{"id": id, "vector": {"text": [id, 0, 1]}, "payload": {"n": id}} for id in range(40)])


def sides(one: QdrantClient, other: QdrantClient) -> tuple[Side, Side]:
    return Side(one, "source", "here"), Side(other, "dest", "there")


def copied(one: QdrantClient, other: QdrantClient, *, copying: str = "", **how: Any) -> CopyProgress:
    options = CopyOptions(page=2, lanes=2, checkpoint_seconds=0.0, **how)
    return copy_points(*sides(one, other), options, copying=copying or str(uuid4()))


@_FEW
@given(contents())
def test_a_copy_is_the_same(here: QdrantClient, there: QdrantClient, given: Content) -> None:
    given.fill(here, "source")
    given.create(there, "dest")
    done = copied(here, there)
    assert content(there, "dest") == content(here, "source")
    assert (done.read, done.written) == (len(given.points), len(given.points))


@_FEW
@given(contents(max_points=12), contents(max_points=12))
def test_what_is_there_stays_where_it_is_only_inserted(here: QdrantClient, one: Content, other: Content) -> None:
    one.fill(here, "source")
    one.create(here, "dest")
    mine = [{**point, "vector": {}} for point in other.points]
    if mine:
        here.upsert("dest", mine)
    before = content(here, "dest")
    copied(here, here, write="insert_only")
    assert content(here, "dest") == {**content(here, "source"), **before}


def test_long_vectors_are_the_same_to_the_last_bit(there: QdrantClient) -> None:
    numbers = numpy.random.default_rng(0).standard_normal((40, 300)).astype(numpy.float32)
    for name in ("source", "dest"):
        there.delete_collection(name)
        there.create_collection(name, models.VectorParams(size=300, distance=models.Distance.DOT))
    there.upsert("source", models.Batch(ids=list(range(40)), vectors=numbers, payloads=[{"n": [1] * 900}, *[{}] * 39]))
    copied(there, there)
    found = content(there, "dest")
    assert found == content(there, "source")
    assert [found[n][0][""] for n in range(40)] == numbers.tolist()


def test_a_page_of_large_points_has_few_of_them(there: QdrantClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_FIRST", 2)
    monkeypatch.setattr(reading, "_PAGE_BYTES", 10_000)
    pages: list[int] = []

    def count(points: PointColumns) -> PointColumns:
        pages.append(len(points))
        return points

    rows = [[0.5] * 3] * 500  # 6,000 bytes at least
    large = Content(("tokens",), [{"id": id, "vector": {"tokens": rows}, "payload": {}} for id in range(6)])
    large.fill(there, "source")
    large.create(there, "dest")
    options = CopyOptions(page=100, lanes=1, transform=count)
    copy_points(*sides(there, there), options, copying=str(uuid4()))
    assert pages == [2, 1, 1, 1, 1]
    assert content(there, "dest") == content(there, "source")


def test_indexing_is_deferred_and_restored(here: QdrantClient) -> None:
    BOOKS.fill(here, "source")
    BOOKS.create(here, "dest")
    here.update_collection("dest", optimizers_config=models.OptimizersConfigDiff(indexing_threshold=777))
    seen = set()

    def look(points: PointColumns) -> PointColumns:
        seen.add(here.get_collection("dest").config.optimizer_config.indexing_threshold)
        return points

    copied(here, here, transform=look)
    assert seen == {0}
    assert here.get_collection("dest").config.optimizer_config.indexing_threshold == 777


def test_a_copy_that_failed_goes_on_where_it_was(here: QdrantClient) -> None:
    BOOKS.fill(here, "source")
    BOOKS.create(here, "dest")
    here.update_collection("dest", optimizers_config=models.OptimizersConfigDiff(indexing_threshold=777))
    read: list[int | str] = []

    def fails(points: PointColumns) -> PointColumns:
        if len(read) > 20:
            raise RuntimeError("the model is gone")
        read.extend(points.ids)
        return points

    def works(points: PointColumns) -> PointColumns:
        read.extend(points.ids)
        return points

    with pytest.raises(CopyFailedError, match="RuntimeError: the model is gone"):
        copied(here, here, copying="books", transform=fails)
    assert here.get_collection("dest").config.optimizer_config.indexing_threshold == 777
    done = copied(here, here, copying="books", transform=works)
    assert sorted(read) == list(range(40))  # nothing twice, nothing left out
    assert (done.read, done.written, done.left) == (40, 40, 0)
    assert done.resumed > 20 - 3
    assert content(here, "dest") == content(here, "source")


def test_a_copy_that_was_stopped_goes_on(here: QdrantClient) -> None:
    BOOKS.fill(here, "source")
    BOOKS.create(here, "dest")
    stop = Stop()

    def asks(points: PointColumns) -> PointColumns:
        stop.wanted = True
        return points

    options = CopyOptions(page=3, lanes=1, transform=asks)
    with pytest.raises(CopyStoppedError) as caught:
        copy_points(*sides(here, here), options, copying="stopped", stop=stop)
    assert caught.value.written == len(content(here, "dest")) == 3
    assert copied(here, here, copying="stopped").resumed == 3
    assert content(here, "dest") == content(here, "source")


def test_a_copy_that_is_done_reads_nothing(here: QdrantClient) -> None:
    BOOKS.fill(here, "source")
    BOOKS.create(here, "dest")
    first = copied(here, here, copying="once")
    BOOKS.create(here, "dest")
    again = copied(here, here, copying="once")
    assert (again.read, again.resumed) == (first.read, first.read)
    assert content(here, "dest") == {}
    options = CopyOptions(page=3)
    copy_points(*sides(here, here), options, copying="once", restart=True)
    assert content(here, "dest") == content(here, "source")


def test_a_copy_goes_on_only_as_it_was_planned(here: QdrantClient) -> None:
    BOOKS.fill(here, "source")
    BOOKS.create(here, "dest")
    remember("secret-of-a-model")
    data = ({"embed": {"options": {"key": "secret-of-a-model"}}},)
    copied(here, here, copying="planned", transforms=data)
    copied(here, here, copying="planned", transforms=data)
    assert "secret-of-a-model" not in str([*export(here)])
    where = models.Filter(must=[models.FieldCondition(key="n", range=models.Range(lt=10))])
    with pytest.raises(OtherCopyError, match="where, write, transforms"):
        copied(here, here, copying="planned", where=where, write="insert_only")
    copied(here, here, copying="some", where=where)
    assert len(content(here, "dest")) == 40


def test_a_vector_is_filled_where_it_is(here: QdrantClient) -> None:
    both = Content(("text", "tokens"), BOOKS.points)
    both.fill(here, "source")

    def fill(points: PointColumns) -> PointColumns:
        made = PointColumns.of({"id": id, "vector": {"tokens": [[1, 2, 3]]}} for id in points.ids)
        return PointColumns(points.ids, made.vectors, points.payloads)

    side = Side(here, "source", "here")
    done = copy_points(side, side, CopyOptions(page=7, write="vectors", transform=fill), copying="filled")
    assert done.written == 40
    expected = {
        id: ({**vectors, "tokens": [[1, 2, 3]]}, payload) for id, (vectors, payload) in content_of_books().items()
    }
    assert content(here, "source") == expected


def content_of_books() -> dict[int, tuple[dict[str, list[float]], dict[str, int]]]:
    return {point["id"]: (point["vector"], point["payload"]) for point in BOOKS.points}
