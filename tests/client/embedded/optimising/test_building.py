from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qschema.client import models, requests
from qschema.client.embedded.engine import Engine
from qschema.client.embedded.optimising import build as build_module
from qschema.client.embedded.optimising.build import Build
from tests.client.embedded.optimising.filling import (
    POINTS,
    collection_of,
    create,
    green,
    info,
    payloads,
    until,
    upsert,
    vectors,
)

YELLOW, GREEN, RED = models.CollectionStatus.YELLOW, models.CollectionStatus.GREEN, models.CollectionStatus.RED


@contextmanager
def held(engine: Engine) -> Iterator[Build]:
    """Hold a build in the middle until the end of the block; the process that builds stands still."""
    collection = collection_of(engine)
    until(lambda: collection.upkeep.build is not None)
    build = collection.upkeep.build
    assert build is not None
    os.kill(build.pid, signal.SIGSTOP)
    try:
        yield build
    finally:
        if not build.cancelled:
            os.kill(build.pid, signal.SIGCONT)


def is_there(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def shard_folders(engine: Engine) -> list[str]:
    return sorted(path.name for path in collection_of(engine).folder.iterdir() if path.name != "collection.json")


def found(engine: Engine, *, exact: bool) -> list[set[int]]:
    """Return the ten nearest of some vectors."""
    params = models.SearchParams(exact=exact, hnsw_ef=256)
    searches = [models.QueryRequest(query=row.tolist(), limit=10, params=params) for row in vectors(20, seed=99)]
    answers = engine.handle(requests.QueryBatch("a", models.QueryRequestBatch(searches=searches)))
    return [{point.id for point in answer.points} for answer in answers]


def test_what_was_written_is_indexed_by_itself_and_searches_find_the_same(engine):
    create(engine)
    upsert(engine, 0, POINTS)
    assert info(engine).status == YELLOW
    before = found(engine, exact=True)
    told = green(engine)
    assert told.indexed_vectors_count == told.points_count == POINTS
    assert found(engine, exact=True) == before
    same = sum(len(a & b) for a, b in zip(found(engine, exact=False), before, strict=True))
    assert same >= 0.95 * sum(map(len, before))
    assert len(shard_folders(engine)) == 1


def test_writes_of_every_kind_during_a_build_are_there_after_it(engine, open_engine):
    create(engine)
    upsert(engine, 0, POINTS)
    point = requests.SetPayload("a", models.SetPayload(payload={"set": 1}, points=[10, 11]), wait=True)
    some = models.Filter(must=[models.FieldCondition(key="n", range=models.Range(gte=500, lt=600))])
    with held(engine):
        assert info(engine).status == YELLOW
        upsert(engine, POINTS, 500)
        upsert(engine, 100, 50, seed=1)
        engine.handle(requests.DeletePoints("a", models.FilterSelector(filter=some), wait=True))
        engine.handle(point)
        engine.handle(requests.ClearPayload("a", models.PointIdsList(points=[12]), wait=True))
        moved = models.UpdateVectors(points=[models.PointVectors(id=13, vector=[1.0] * 128)])
        engine.handle(requests.UpdateVectors("a", moved, wait=True))
        expected, nearest = payloads(engine), found(engine, exact=True)
    until(lambda: collection_of(engine).upkeep.completed)
    assert payloads(engine) == expected
    assert len(expected) == POINTS + 400
    assert found(engine, exact=True) == nearest
    assert info(engine).indexed_vectors_count >= POINTS - 200
    engine.close()
    again = open_engine()
    assert payloads(again) == expected
    record = again.handle(requests.GetPoint("a", 13))
    assert record.vector == [1.0] * 128


def test_readers_and_writers_go_on_while_the_process_stands_still(engine):
    create(engine)
    upsert(engine, 0, POINTS)
    with held(engine):
        upsert(engine, POINTS, 10)
        assert info(engine).points_count == POINTS + 10
        told = engine.handle(requests.GetOptimizations("a", with_="queued,completed"))
        (running,) = told.running
        assert running.optimizer == "indexing"
        assert running.status == models.TrackerStatusOneOf.OPTIMIZING
        assert [segment.points_count for segment in running.segments] == [POINTS]
        assert (told.queued, told.completed) == ([], [])
    until(lambda: collection_of(engine).upkeep.completed)
    told = engine.handle(requests.GetOptimizations("a", with_="queued,completed"))
    assert told.running == []
    assert [one.status for one in told.completed] == [models.TrackerStatusOneOf.DONE]


def test_a_build_is_given_up_that_more_is_written_beside_than_memory_should_hold(engine, monkeypatch):
    monkeypatch.setattr(build_module, "_FILES", 1)
    create(engine)
    upsert(engine, 0, POINTS)
    large = requests.SetPayload("a", models.SetPayload(payload={"text": "x" * (8 << 20)}, points=[0]), wait=True)
    with held(engine) as build:
        for _ in range(8):  # two files of the log
            engine.handle(large)
        assert build.outrun
        assert build.cancelled
        assert not is_there(build.pid)
        assert build.journal == []
    told = green(engine)  # there was a pause
    assert told.indexed_vectors_count == POINTS
    assert payloads(engine).keys() == set(range(POINTS))
    assert len(payloads(engine)[0]["text"]) == 8 << 20


CHANGES = {
    "hnsw": requests.UpdateCollection("a", models.UpdateCollection(hnsw_config=models.HnswConfigDiff(m=8))),
    "index": requests.CreatePayloadIndex(
        "a", models.CreateFieldIndex(field_name="n", field_schema=models.PayloadSchemaType.INTEGER), wait=True
    ),
    "vector": requests.CreateVectorName(
        "a", "w", models.DenseVectorNameConfig(dense=models.DenseVectorConfig(size=2, distance="Dot")), wait=True
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_configuration_breaks_a_build_off_and_another_one_follows(engine, change):
    create(engine)
    upsert(engine, 0, POINTS)
    with held(engine) as build:
        engine.handle(CHANGES[change])
        assert build.cancelled
        assert not is_there(build.pid)
    told = green(engine)
    assert told.indexed_vectors_count == POINTS
    assert told.config.hnsw_config.m == (8 if change == "hnsw" else 16)
    assert payloads(engine) == {n: {"n": n, "s": 0} for n in range(POINTS)}
    until(lambda: len(shard_folders(engine)) == 1)


def test_a_changed_configuration_rebuilds_what_is_there_in_the_background(engine, open_engine):
    create(engine)
    upsert(engine, 0, POINTS)
    green(engine)
    engine.handle(CHANGES["hnsw"])
    assert info(engine).status == YELLOW
    with held(engine) as build:
        assert build.need.optimizer == "config mismatch"
        assert info(engine).indexed_vectors_count == POINTS
    assert green(engine).indexed_vectors_count == POINTS


def test_a_rebuild_that_was_due_when_the_engine_was_closed_is_made_after_opening(engine, open_engine):
    create(engine)
    upsert(engine, 0, POINTS)
    green(engine)
    engine.handle(CHANGES["hnsw"])
    engine.close()
    again = open_engine()
    assert info(again).status == YELLOW
    green(again)
    assert [build.need.optimizer for build in collection_of(again).upkeep.completed] == ["config mismatch"]


def test_deleting_the_collection_ends_a_build_and_leaves_nothing(engine):
    create(engine)
    upsert(engine, 0, POINTS)
    folder = collection_of(engine).folder
    with held(engine) as build:
        assert engine.handle(requests.DeleteCollection("a"))
        assert not is_there(build.pid)
    assert not folder.exists()
    assert engine.handle(requests.GetCollections()).collections == []


def test_closing_ends_a_build_and_leaves_nothing(engine, open_engine):
    create(engine)
    upsert(engine, 0, POINTS)
    with held(engine) as build:
        folder = collection_of(engine).folder
        engine.close()
        assert not is_there(build.pid)
    assert sorted(path.name for path in folder.iterdir()) == ["collection.json", "shard"]
    again = open_engine()
    assert len(payloads(again)) == POINTS
    assert green(again).indexed_vectors_count == POINTS


def test_a_process_that_dies_is_told_and_the_next_write_tries_again(engine):
    create(engine)
    upsert(engine, 0, POINTS)
    with held(engine) as build:
        os.kill(build.pid, signal.SIGKILL)
    until(lambda: info(engine).status == RED)
    assert "signal 9" in info(engine).optimizer_status.error
    assert len(shard_folders(engine)) == 1
    assert len(payloads(engine)) == POINTS
    upsert(engine, POINTS, 1)
    until(lambda: info(engine).status == GREEN)
    assert info(engine).indexed_vectors_count >= POINTS


def test_without_threads_nothing_is_built_and_the_status_stays_yellow(engine):
    create(engine, max_optimization_threads=0)
    upsert(engine, 0, POINTS)
    until(lambda: not engine._instance.optimiser._written)
    assert info(engine).status == YELLOW
    told = engine.handle(requests.GetOptimizations("a", with_="queued"))
    assert told.summary.queued_points == POINTS
    assert [one.optimizer for one in told.queued] == ["indexing"]
    on = models.OptimizersConfigDiff(max_optimization_threads="auto")
    engine.handle(requests.UpdateCollection("a", models.UpdateCollection(optimizers_config=on)))
    assert green(engine).indexed_vectors_count == POINTS


def test_without_threads_an_empty_collection_has_nothing_to_build(engine):
    create(engine, max_optimization_threads=0)
    engine.handle(CHANGES["hnsw"])
    assert info(engine).status == GREEN


def test_what_is_small_is_built_without_a_process(engine):
    create(engine, indexing_threshold=10)
    upsert(engine, 0, 200)
    assert green(engine).indexed_vectors_count == 200
    assert not collection_of(engine).upkeep.completed
    engine.handle(CHANGES["hnsw"])
    assert info(engine).status == GREEN


def test_many_deleted_points_are_cleaned_up(engine):
    create(engine)
    upsert(engine, 0, 2 * POINTS)
    green(engine)
    engine.handle(requests.DeletePoints("a", models.PointIdsList(points=list(range(2000))), wait=True))
    told = green(engine)
    assert told.indexed_vectors_count == told.points_count == 2 * POINTS - 2000
