"""What can be uploaded, and that all of it arrives: on the engine in this process and over a socket."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import numpy as np
import pytest

from qschema.client import models
from qschema.client.errors import InvalidRequest, NotFound
from qschema.client.uploading.errors import PointsDontFit, UploadFailed

ROWS = np.arange(200, dtype=np.float32).reshape(100, 2)
SPARSE = [models.SparseVector(indices=[n], values=[1.0]) for n in range(5)]


def stored(client, name):
    points, rest = client.scroll(name, limit=1000, with_vectors=True)
    assert rest is None
    return {point.id: point for point in points}


@pytest.mark.parametrize("parallel", [0, 1, 3])
@pytest.mark.parametrize(
    "matrix",
    [
        ROWS,
        ROWS.astype(np.float64),
        ROWS.astype(np.int64),
        np.asfortranarray(ROWS),
        np.repeat(ROWS, 2, axis=0)[::2],
        ROWS.tolist(),
        list(ROWS),
        tuple(map(tuple, ROWS.tolist())),
    ],
    ids=["float32", "float64", "int64", "columns first", "strided", "lists", "arrays", "tuples"],
)
def test_vectors_without_a_name(client, plain, matrix, parallel):
    payload = [{"n": n} for n in range(100)]
    client.upload_collection(plain, matrix, payload, range(100), batch_size=7, parallel=parallel, wait=True)
    found = stored(client, plain)
    assert {id: point.vector for id, point in found.items()} == dict(enumerate(ROWS.tolist()))
    assert {id: point.payload for id, point in found.items()} == {n: {"n": n} for n in range(100)}


def test_columns_by_name(client, named):
    text = np.arange(15, dtype=np.float32).reshape(5, 3)
    many = np.arange(20, dtype=np.float32).reshape(5, 2, 2)
    vectors = {"text": text, "many": many, "words": SPARSE}
    client.upload_collection(named, vectors, ids=np.arange(5), batch_size=2, wait=True)
    for id, point in stored(client, named).items():
        assert point.vector["text"] == text[id].tolist()
        assert point.vector["many"] == many[id].tolist()
        assert point.vector["words"] == SPARSE[id]


def test_points_of_every_kind(client, named):
    ids = [str(uuid4()) for _ in range(4)]
    points = [
        models.PointStruct(id=ids[0], vector={"text": [1, 2, 3]}, payload={"a": None}),
        {"id": UUID(ids[1]), "vector": {"many": np.ones((2, 2), np.float32)}},
        {"id": ids[2], "vector": {"words": {"indices": [7], "values": [0.5]}}, "payload": None},
        models.PointStruct(id=ids[3], vector={}),
    ]
    client.upload_points(named, iter(points), batch_size=3, wait=True)
    found = stored(client, named)
    assert found.keys() == set(ids)
    assert found[ids[0]].vector == {"text": [1.0, 2.0, 3.0]}
    assert found[ids[0]].payload == {"a": None}
    assert found[ids[1]].vector == {"many": [[1.0, 1.0], [1.0, 1.0]]}
    assert found[ids[2]].vector == {"words": models.SparseVector(indices=[7], values=[0.5])}


def test_ids_are_made_up(client, plain):
    client.upload_collection(plain, (row for row in ROWS), batch_size=64, wait=True)
    assert len({UUID(id) for id in stored(client, plain)}) == 100


def test_nothing_to_upload(client, plain):
    client.upload_points(plain, [])
    client.upload_collection(plain, np.empty((0, 2), np.float32))
    client.upload_collection(plain, iter(()))
    assert stored(client, plain) == {}


def test_options_reach_the_instance(client, plain):
    client.upload_points(plain, [{"id": 1, "vector": [1.0, 2.0]}], wait=True)
    client.upload_points(
        plain,
        [{"id": id, "vector": [3.0, 4.0]} for id in (1, 2)],
        wait=True,
        update_mode=models.UpdateMode.INSERT_ONLY,
    )
    assert {id: point.vector for id, point in stored(client, plain).items()} == {1: [1.0, 2.0], 2: [3.0, 4.0]}


def test_batches_are_cut_by_bytes(client, plain):
    told = []
    points = [{"id": id, "vector": [0.5, 0.25], "payload": {"text": "x" * 300}} for id in range(50)]
    client.upload_points(plain, points, wait=True, max_batch_bytes=1000, progress=told.append)
    assert len(stored(client, plain)) == 50
    assert (told[-1].acknowledged, told[-1].total) == (50, 50)


def test_a_point_alone_can_be_too_large(client, plain):
    points = [{"id": id, "vector": [0.5, 0.25], "payload": {"text": "x" * (2000 if id == 3 else 0)}} for id in range(4)]
    with pytest.raises(UploadFailed) as caught:
        client.upload_points(plain, points, wait=True, max_batch_bytes=1000)
    assert isinstance(caught.value.__cause__, InvalidRequest)
    assert (caught.value.acknowledged, caught.value.failed_ids) == (3, (3,))
    assert stored(client, plain).keys() == {0, 1, 2}


def test_progress(client, plain):
    told = []
    client.upload_points(
        plain, ({"id": id, "vector": [1, 2]} for id in range(30)), batch_size=10, wait=True, progress=told.append
    )
    assert {now.total for now in told} == {None}
    counts = [now.acknowledged for now in told]
    assert counts == sorted(set(counts))
    assert set(counts) <= {10, 20, 30}
    assert counts[-1] == 30


def test_a_bar(client, plain, capsys):
    client.upload_collection(plain, ROWS, ids=range(100), progress=True)
    shown = capsys.readouterr()
    assert "100/100" in shown.err
    assert shown.out == ""


def test_a_listener_that_fails_ends_the_upload(client, plain):
    def fail(now):
        raise RuntimeError("no")

    with pytest.raises(UploadFailed) as caught:
        client.upload_collection(plain, ROWS, ids=range(100), batch_size=10, wait=True, progress=fail)
    assert isinstance(caught.value.__cause__, RuntimeError)
    assert caught.value.acknowledged == len(stored(client, plain)) < 100
    assert set(caught.value.failed_ids) == set(range(100)) - stored(client, plain).keys()


MISFITS = {
    "another length": [1.0, 2.0, 3.0],
    "many rows": [[1.0, 2.0], [1.0, 2.0]],
    "an unknown name": {"text": [1.0, 2.0]},
    "sparse": {"": {"indices": [1], "values": [1.0]}},
    "not a number": np.array([1, np.nan]),
    "no vector": 3,
}


@pytest.mark.parametrize("vector", MISFITS.values(), ids=MISFITS)
def test_lists_that_do_not_fit_are_never_half_loaded(client, plain, vector):
    points = [*({"id": id, "vector": [1.0, 2.0]} for id in range(99)), {"id": 99, "vector": vector}]
    with pytest.raises(PointsDontFit, match="point 99"):
        client.upload_points(plain, points, batch_size=10, wait=True)
    with pytest.raises(PointsDontFit, match="point 99"):
        client.upload_collection(plain, [point["vector"] for point in points], ids=range(100), batch_size=10, wait=True)
    assert stored(client, plain) == {}


@pytest.mark.parametrize("vector", MISFITS.values(), ids=MISFITS)
@pytest.mark.parametrize("parallel", [1, 2])
def test_generators_that_do_not_fit_are_reported(client, plain, vector, parallel):
    points = ({"id": id, "vector": vector if id == 25 else [1.0, 2.0]} for id in range(100))
    with pytest.raises(UploadFailed, match="20 points were acknowledged; 10 were not, and the rest") as caught:
        client.upload_points(plain, points, batch_size=10, wait=True, parallel=parallel)
    assert isinstance(caught.value.__cause__, PointsDontFit)
    assert caught.value.failed_ids == tuple(range(20, 30))
    assert not caught.value.complete
    assert stored(client, plain).keys() == set(range(20))
    assert json.loads(json.dumps(caught.value.as_json()))["failed_ids"] == list(range(20, 30))


@pytest.mark.parametrize(
    ("vectors", "why"),
    [
        (np.ones((4, 3), np.float32), "has 2 numbers here, not 3"),
        (np.ones((4, 2, 2), np.float32), "can't be a matrix"),
        (np.full((4, 2), np.inf), "infinite"),
        ({"text": np.ones((4, 2))}, "'text' is unknown"),
    ],
)
def test_matrices_that_do_not_fit(client, plain, vectors, why):
    with pytest.raises(PointsDontFit, match=why):
        client.upload_collection(plain, vectors, batch_size=2)
    assert stored(client, plain) == {}


def test_sparse_and_dense_are_told_apart(client, named):
    for vectors in ({"words": np.ones((2, 3))}, {"text": SPARSE}, {"words": [{"indices": [1, 2], "values": [1]}]}):
        with pytest.raises(PointsDontFit):
            client.upload_collection(named, vectors)
    assert stored(client, named) == {}


def test_columns_of_different_lengths(client, plain):
    with pytest.raises(InvalidRequest, match="not as many"):
        client.upload_collection(plain, ROWS, ids=range(99))
    with pytest.raises(UploadFailed, match="not as many") as caught:
        client.upload_collection(plain, ROWS, ids=iter(range(99)), batch_size=50, wait=True)
    assert caught.value.acknowledged == len(stored(client, plain)) == 50


def test_a_source_that_fails(client, plain):
    def points():
        yield from ({"id": id, "vector": [1, 2]} for id in range(12))
        raise OSError("the disk is gone")

    with pytest.raises(UploadFailed, match="the disk is gone") as caught:
        client.upload_points(plain, points(), batch_size=5, wait=True)
    assert caught.value.acknowledged == len(stored(client, plain)) == 10
    assert (caught.value.failed_ids, caught.value.failed_rows) == ((10, 11), (10, 11))
    assert not caught.value.complete


def test_what_failed_can_be_sent_again(client, plain):
    """Ids that are made up are told for every point, so that nothing is there twice after the second attempt."""
    rows = [*ROWS.tolist()[:60], [1.0, 2.0], *ROWS.tolist()[60:]]
    payload = [{"text": "x" * (2000 if n == 60 else 0)} for n in range(101)]
    with pytest.raises(UploadFailed) as caught:
        client.upload_collection(plain, rows, payload, batch_size=10, wait=True, max_batch_bytes=1500)
    failed = caught.value
    assert failed.complete
    assert failed.failed_rows == tuple(range(failed.acknowledged, 101))
    assert len(failed.failed_ids) == len(failed.failed_rows)
    again = [rows[row] for row in failed.failed_rows]
    client.upload_collection(plain, again, [payload[row] for row in failed.failed_rows], failed.failed_ids, wait=True)
    assert len(stored(client, plain)) == 101


def test_arguments(client, plain):
    for wrong in ({"batch_size": 0}, {"parallel": -1}, {"max_retries": -1}, {"max_batch_bytes": 0}):
        with pytest.raises(InvalidRequest, match=next(iter(wrong))):
            client.upload_points(plain, [], **wrong)
    with pytest.raises(InvalidRequest, match="method is forkserver, spawn or fork, not 'teleport'"):
        client.upload_points(plain, [], method="teleport")
    for points in (None, "text", 3):
        with pytest.raises(InvalidRequest, match="points can't be"):
            client.upload_points(plain, points)
    with pytest.raises(InvalidRequest, match="no columns"):
        client.upload_collection(plain, {})
    with pytest.raises(NotFound):
        client.upload_points("nowhere", [{"id": 1, "vector": [1, 2]}])
