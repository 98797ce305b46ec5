from __future__ import annotations

import pytest

from qschema.client import QdrantClient, models
from qschema.client.embedded.shard import Shard
from qschema.client.embedded.shard.payloads import DEEPEST
from qschema.client.errors import BadRequest, InvalidRequest, UnexpectedResponse
from tests.client.embedded.shard.configs import EVERY_KIND, points
from tests.client.embedded.shard.hazards import HAZARDS, nested

EVERYTHING = models.ScrollRequest(limit=100, with_vector=True)
GOOD = {
    "id": 777,
    "vector": {"d": [1, 2, 3, 4], "m": [[1, 2]], "s": {"indices": [1], "values": [1]}},
    "payload": {"n": 1.5},
}


@pytest.mark.parametrize("name", HAZARDS)
def test_what_the_engine_breaks_on_is_refused_and_changes_nothing(shard, name):
    call, status = HAZARDS[name]
    shard.upsert(points([GOOD]))
    shard.create_index("n", models.FloatIndexParams(type="float"))
    before = shard.scroll(EVERYTHING)
    with pytest.raises(UnexpectedResponse) as refused:
        call(shard)
    assert refused.value.status == status
    assert shard.scroll(EVERYTHING) == before
    shard.upsert(points([{**GOOD, "id": 778}]))
    assert shard.count(models.CountRequest()).count == 2


MEET_ALL = """
import sys
from pathlib import Path
from qschema.client.embedded.shard import Shard
from qschema.client.errors import UnexpectedResponse
from tests.client.embedded.shard.configs import EVERY_KIND, points
from tests.client.embedded.shard.hazards import HAZARDS

shard = Shard.create(Path(sys.argv[1]), EVERY_KIND)
for number, (call, _) in enumerate(HAZARDS.values()):
    try:
        call(shard)
    except UnexpectedResponse:
        pass
    shard.upsert(points([{"id": number, "vector": {"d": [number, 1, 1, 1]}}, {"id": 777, "vector": {}}]))
print("met", flush=True)
sys.stdin.readline()
"""


def test_a_shard_that_met_everything_bad_opens_after_a_kill(process, tmp_path):
    writer = process(MEET_ALL, tmp_path / "shard")
    assert writer.line() == "met"
    writer.kill()
    shard = Shard.open(tmp_path / "shard", EVERY_KIND)
    found = shard.scroll(EVERYTHING).points
    assert [point.id for point in found] == [*range(len(HAZARDS)), 777]
    shard.close()


def test_payloads_are_as_deep_as_a_server_reads_them(shard):
    deep = nested(DEEPEST)
    shard.upsert(models.PointsList(points=[models.PointStruct(id=1, vector={}, payload=deep)]))
    assert shard.scroll(EVERYTHING).points[0].payload == deep
    shard.set_payload(models.SetPayload(payload=nested(DEEPEST - 2), points=[1], key="b.c"))
    shard.delete(models.PointIdsList(points=[1]))
    assert shard.count(models.CountRequest()).count == 0


@pytest.mark.parametrize("payload", [{"a": object()}, {"a": "\ud800"}, {"\ud800": 1}])
def test_what_has_no_json_form_is_refused(shard, payload):
    with pytest.raises(InvalidRequest):
        shard.upsert(models.PointsList(points=[models.PointStruct.model_construct(id=1, vector={}, payload=payload)]))
    assert shard.count(models.CountRequest()).count == 0


def test_a_client_says_that_a_filter_is_nested_too_deeply():
    filter = models.Filter()
    for _ in range(5000):
        filter = models.Filter.model_construct(must=[filter])
    with QdrantClient(":memory:") as client:
        client.create_collection("a", models.VectorParams(size=2, distance=models.Distance.DOT))
        with pytest.raises(BadRequest, match="nested"):
            client.count("a", filter)


def test_names_of_indexes_are_no_paths_of_files(shard, tmp_path):
    names = ['"../../x"', '"a/b"', '".."', '""', "x" * 300, '"ü' + "ü" * 200 + '"']
    for name in names:
        shard.create_index(name, models.KeywordIndexParams(type="keyword"))
    shard.upsert(points([GOOD]))
    shard.flush()
    assert len(shard.info().index_points) == len(names)
    assert [path.name for path in tmp_path.iterdir()] == ["shard-0"]
