from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qschema.client import models
from qschema.client.embedded.shard import Shard
from qschema.client.embedded.shard.settings import read_settings, settings_of
from qschema.client.errors import ServerError
from tests.client.embedded.shard.configs import EVERY_KIND, config, points
from tests.client.embedded.shard.strategies import configs

VECTORS = {
    "d": {"size": 3, "distance": "Cosine"},
    "u": {"size": 8, "distance": "Euclid", "datatype": "uint8"},
    "t": {"size": 65, "distance": "Dot", "datatype": "turbo4"},
    "m": {"size": 2, "distance": "Manhattan", "datatype": "float16", "multivector_config": {"comparator": "max_sim"}},
}
EVERYTHING = models.ScrollRequest(limit=1000, with_vector=True)
changing = configs(VECTORS, {"s": {}, "w": {}})


def many(number):
    return points(
        {
            "id": id,
            "vector": {
                "d": [id, 1, 2],
                "u": [id % 256] * 8,
                "t": [((id + i) % 7) / 7 for i in range(65)],
                "m": [[id, 1], [1, id / 8]],
                "s": {"indices": [id % 5, 9], "values": [1, 0.5]},
                "w": {"indices": [id % 3], "values": [id + 1]},
            },
            "payload": {"k": str(id % 3)},
        }
        for id in range(number)
    )


@settings(max_examples=6)
@given(st.lists(changing, min_size=2, max_size=3), st.sampled_from([0, 5, 300]))
def test_any_configuration_becomes_any_other_and_nothing_is_lost(fresh, changes, number):
    with fresh(changes[0]) as shard:
        if number:
            shard.upsert(many(number))
            shard.create_index("k", models.KeywordIndexParams(type="keyword"))
        before = shard.scroll(EVERYTHING)
        for change in changes[1:]:
            shard.reconfigure(change)
            assert shard.scroll(EVERYTHING) == before
        shard.optimize()
        assert shard.scroll(EVERYTHING) == before
        assert not shard.optimize()
        query = models.QueryRequest(query=[1.0, 1.0, 2.0], using="d", limit=3, params=models.SearchParams(exact=True))
        assert len(shard.query(query)) == min(number, 3)


@settings(max_examples=20)
@given(changing)
def test_the_engine_keeps_the_settings_as_they_were_written(fresh, change):
    with fresh(change) as shard:
        assert read_settings(shard.folder) == settings_of(change)


def quantization(shard, config):
    """What each segment says of quantization, once those that were replaced are gone: when the shard is opened anew."""
    shard.flush()
    shard.close()
    again = Shard.open(shard.folder, config)
    files = shard.folder.glob("segments/*/segment.json")
    found = [json.loads(path.read_text())["config"]["vector_data"]["d"]["quantization_config"] for path in files]
    again.close()
    return found


def test_quantization_comes_and_goes(tmp_path):
    vectors = {"d": {"size": 4, "distance": "Dot"}}
    plain, quantized = config(vectors), config(vectors, quantization_config={"binary": {}})
    shard = Shard.create(tmp_path / "shard", plain)
    shard.upsert(points({"id": id, "vector": {"d": [id, 1, 2, 3]}} for id in range(50)))
    shard.reconfigure(quantized)
    assert shard.outdated
    shard.optimize()
    assert not shard.outdated
    assert quantization(shard, quantized) == [{"binary": {}}]
    shard = Shard.open(tmp_path / "shard", quantized)
    shard.reconfigure(plain)
    shard.optimize()
    assert quantization(shard, plain) == [None]


def graphs(shard):
    return list(shard.folder.glob("segments/*/vector_index-d/graph*"))


def test_graphs_are_built_once_there_is_enough_to_index(make):
    small = config({"d": {"size": 64, "distance": "Dot"}})
    small.optimizer_config.indexing_threshold = 1
    shard = make(config({"d": {"size": 64, "distance": "Dot"}}))
    shard.upsert(points({"id": id, "vector": {"d": [float(id)] * 64}} for id in range(500)))
    assert not graphs(shard)
    shard.reconfigure(small)
    assert not shard.outdated
    shard.optimize()
    assert graphs(shard)
    assert shard.info().indexed_vectors == 500
    assert shard.info().points == 500


def test_vectors_are_created_and_dropped(shard):
    dense = {"dense": {"size": 3, "distance": "Dot", "datatype": "turbo4"}}
    shard.create_vector("new", models.DenseVectorNameConfig.model_validate(dense))
    shard.create_vector("sparse", models.SparseVectorNameConfig.model_validate({"sparse": {"modifier": "idf"}}))
    shard.upsert(points([{"id": 1, "vector": {"new": [1, 2, 3], "sparse": {"indices": [1], "values": [1]}}}]))
    assert len(shard.query(models.QueryRequest(query=[1.0, 2.0, 3.0], using="new"))) == 1
    shard.delete_vector("new", sparse=True)
    assert len(shard.query(models.QueryRequest(query=[1.0, 2.0, 3.0], using="new"))) == 1
    shard.delete_vector("new", sparse=False)
    shard.delete_vector("never", sparse=False)
    assert set(shard.scroll(EVERYTHING).points[0].vector) == {"sparse"}
    shard.create_vector("new", models.DenseVectorNameConfig.model_validate({"dense": {"size": 1, "distance": "Dot"}}))
    shard.upsert(points([{"id": 2, "vector": {"new": [7]}}]))
    assert shard.scroll(EVERYTHING).points[1].vector == {"new": [7.0]}


def test_opening_makes_up_for_what_a_crash_came_before(make, tmp_path):
    shard = make(config({"d": {"size": 2, "distance": "Dot"}, "old": {"size": 2, "distance": "Dot"}}, {"gone": {}}))
    shard.upsert(points([{"id": 1, "vector": {"d": [1, 2], "old": [3, 4]}, "payload": {"a": 1}}]))
    shard.close()
    later = config(
        {"d": {"size": 2, "distance": "Dot", "on_disk": True}, "new": {"size": 3, "distance": "Cosine"}},
        {"words": {"modifier": "idf"}},
        quantization_config={"scalar": {"type": "int8"}},
    )
    again = Shard.open(tmp_path / "shard-0", later)
    assert read_settings(tmp_path / "shard-0") == settings_of(later)
    assert again.scroll(EVERYTHING).points[0].vector == {"d": [1.0, 2.0]}
    again.upsert(points([{"id": 2, "vector": {"new": [0, 0, 2], "words": {"indices": [1], "values": [1]}}}]))
    assert set(again.scroll(EVERYTHING).points[1].vector) == {"new", "words"}
    again.close()


def test_opening_an_unchanged_shard_rebuilds_nothing(make, tmp_path):
    shard = make()
    shard.upsert(points([{"id": 1, "vector": {"d": [1, 2, 3, 4]}}]))
    shard.close()
    segments = sorted((tmp_path / "shard-0" / "segments").iterdir())
    Shard.open(tmp_path / "shard-0", EVERY_KIND).close()
    assert sorted((tmp_path / "shard-0" / "segments").iterdir()) == segments
    assert read_settings(tmp_path / "shard-0") == settings_of(EVERY_KIND)


def test_a_change_that_cannot_be_leaves_the_shard_as_it_was(shard):
    shard.upsert(points([{"id": 1, "vector": {"d": [1, 2, 3, 4]}}]))
    other = EVERY_KIND.model_copy(deep=True)
    assert isinstance(other.params.vectors, dict)
    other.params.vectors["d"].size = 5
    with pytest.raises(ServerError, match="incompatible"):
        shard.reconfigure(other)
    assert shard.count(models.CountRequest()).count == 1
    shard.reconfigure(EVERY_KIND)
    shard.upsert(points([{"id": 2, "vector": {"d": [1, 2, 3, 4]}}]))


def test_indexes_say_how_many_points_they_hold(shard):
    shard.upsert(points([{"id": 1, "vector": {}, "payload": {"n": 1}}, {"id": 2, "vector": {}}]))
    shard.create_index("n", models.IntegerIndexParams(type="integer", lookup=True, range=True))
    shard.create_index("items[].t", models.TextIndexParams(type="text", tokenizer="word", stopwords="english"))
    assert dict(shard.info().index_points) == {"n": 1, "items[].t": 0}
    shard.create_index("n", models.KeywordIndexParams(type="keyword", memory="cold"))
    assert shard.info().index_points["n"] == 0
    shard.delete_index("n")
    shard.delete_index("never")
    assert list(shard.info().index_points) == ["items[].t"]


WRITE = """
import sys
from pathlib import Path
from qschema.client import models
from qschema.client.embedded.shard import Shard
from tests.client.embedded.shard.configs import EVERY_KIND, points

shard = Shard.create(Path(sys.argv[1]), EVERY_KIND)
number = 0
while True:
    number += 1
    payload, vector = {"v": number}, {"d": [number, 1, 1, 1]}
    shard.upsert(points({"id": id, "vector": vector, "payload": payload} for id in range(number)))
    if number % 7 == 3:
        shard.create_index("v", models.IntegerIndexParams(type="integer"))
    if number % 7 == 5:
        shard.optimize()
    if number % 7 == 6:
        shard.flush()
    print(number, flush=True)
"""


@pytest.mark.parametrize("lines", [1, 3, 5, 6, 12, 30])
def test_what_was_acknowledged_is_there_after_a_kill(process, tmp_path, lines):
    writer = process(WRITE, tmp_path / "shard")
    acknowledged = [int(writer.line()) for _ in range(lines)][-1]
    writer.kill()
    shard = Shard.open(tmp_path / "shard", EVERY_KIND)
    found = shard.scroll(models.ScrollRequest(limit=1000)).points
    last = found[0].payload["v"]
    assert last >= acknowledged
    assert [(point.id, point.payload) for point in found] == [(id, {"v": last}) for id in range(last)]
    shard.upsert(points([{"id": 5000, "vector": {}}]))
    shard.close()


def test_a_shard_whose_creation_was_cut_short_is_created_when_it_is_opened(tmp_path):
    (tmp_path / "shard").mkdir()
    shard = Shard.open(tmp_path / "shard", EVERY_KIND)
    shard.upsert(points([{"id": 1, "vector": {"d": [1, 2, 3, 4]}}]))
    assert shard.info().points == 1
    shard.close()
