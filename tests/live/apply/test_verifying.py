"""Copies on real servers, over REST and gRPC, and between two instances."""

from __future__ import annotations

from collections.abc import Iterator

import numpy
import pytest

from qschema.apply.verifying import Query
from qschema.apply.verifying.checking import STRICT
from qschema.apply.verifying.overlap import check_overlap
from qschema.client import QdrantClient, models
from tests.apply.verifying.pair import Pair, failed, outcomes, points
from tests.ports import grpc_port_of

pytestmark = pytest.mark.live

COUNT = 200
ANSWERS = (*STRICT, check_overlap)


@pytest.fixture(scope="module", params=["rest", "grpc"])
def server(request: pytest.FixtureRequest, own_url: str) -> Iterator[QdrantClient]:
    options = {"prefer_grpc": True, "grpc_port": grpc_port_of(own_url)} if request.param == "grpc" else {}
    with QdrantClient(own_url, check_compatibility=False, **options) as client:
        yield client


@pytest.fixture(scope="module")
def pair(server: QdrantClient) -> Pair:
    return Pair.of(server, server, [])


def test_a_whole_copy_passes(pair):
    pair.fill(points(COUNT))
    report = pair.verify({"overlap": {"at_least": 0.99, "score_shift": 0.01, "sample": 50}})
    assert report.passed, report.failed
    assert {outcomes(report)[check] for check in ("ids", "payloads", "vectors", "overlap", "scores")} == {"passed"}
    assert len(report["overlap"].measured["vectors"]) == 4


def test_what_is_wrong_is_found_by_the_check_that_is_about_it(pair):
    written = points(COUNT, sparing=False)
    pair.fill(written)
    gone, paid, moved = written[3], written[10], written[51]
    pair.drop(gone.id)
    pair.new.client.set_payload("green", {"price": 0.1}, [paid.id], wait=True)
    vectors = {"text": moved.vector["text"][::-1]}
    pair.new.client.update_vectors("green", [models.PointVectors(id=moved.id, vector=vectors)], wait=True)
    report = pair.verify(checks=STRICT)
    assert failed(report) == {"counts", "ids", "payloads", "vectors"}
    found = {one.check: [finding.subject for finding in one.findings] for one in report.failed}
    assert found["ids"] == [gone.id]
    assert found["payloads"] == [paid.id]
    assert found["vectors"] == [moved.id]


def test_strict_mode_makes_smaller_pages(pair):
    written = points(COUNT)
    pair.fill(written)
    pair.drop(written[7].id)
    strict = models.StrictModeConfig(enabled=True, max_query_limit=20)
    for side in (pair.old, pair.new):
        side.client.update_collection(side.collection, strict_mode_config=strict)
    side = Pair(*(type(one)(one.client, one.collection, one.place) for one in (pair.old, pair.new)))
    report = side.verify({"overlap": {"sample": 10}}, checks=ANSWERS)
    assert failed(report) == {"counts", "ids"}
    assert [finding.subject for finding in report["ids"].findings] == [written[7].id]


def test_a_copy_from_the_engine_in_this_process(server):
    written = points(COUNT)
    with QdrantClient(":memory:") as here:
        assert (
            Pair.of(here, server, written).verify({"overlap": {"at_least": 0.99, "sample": 20}}, checks=ANSWERS).passed
        )


@pytest.mark.parametrize("datatype", ["float16", "uint8"])
def test_other_types_of_numbers_are_no_difference(server, datatype):
    numbers = numpy.random.default_rng(0).integers(0, 255, (50, 8)).astype(numpy.float32)
    written = [models.PointStruct(id=n, vector={"v": row.tolist()}) for n, row in enumerate(numbers)]
    parameters = models.VectorParams(size=8, distance=models.Distance.EUCLID, datatype=models.Datatype(datatype))
    pair = Pair.of(server, server, [], vectors_config={"v": parameters}, sparse_vectors_config={})
    pair.old.client.delete_collection("blue")
    pair.old.client.create_collection("blue", {"v": models.VectorParams(size=8, distance=models.Distance.EUCLID)})
    pair.fill(written)
    assert not failed(pair.verify(queries=[Query(point=1)], checks=ANSWERS))
