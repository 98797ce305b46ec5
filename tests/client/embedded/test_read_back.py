"""The whole way: what is declared and changed through the engine reads back, now and after reopening."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qschema.client import models
from qschema.client.embedded.config.creation import created
from qschema.client.embedded.config.patching import patched
from qschema.client.embedded.engine import Engine
from qschema.client.errors import BadRequest
from qschema.client.requests import CreateCollection, GetCollection, UpdateCollection
from qschema.client.requests.reading import read_body
from tests.strategies.bodies import changes, creations


def shown(engine: Engine) -> Any:
    config = engine.handle(GetCollection("a")).config
    return config.model_dump(mode="json", by_alias=True, exclude_unset=True)


@settings(max_examples=25)
@given(creations(), st.lists(changes(), max_size=2))
def test_configurations_read_back_as_they_were_worked_out(body, bodies):
    create = read_body(models.CreateCollection, json.dumps(body).encode())
    with TemporaryDirectory() as folder:
        engine = Engine(Path(folder), durable=False)
        engine.handle(CreateCollection("a", create))
        config: Any = created(create)
        assert shown(engine) == config
        for one in bodies:
            change = read_body(models.UpdateCollection, json.dumps(one).encode())
            refused = False
            try:
                for config in patched(config, change):  # noqa: B007, B020
                    pass
            except BadRequest:
                refused = True
            if refused:
                with pytest.raises(BadRequest):
                    engine.handle(UpdateCollection("a", change))
            else:
                engine.handle(UpdateCollection("a", change))
            assert shown(engine) == config
        engine.close()
        engine = Engine(Path(folder), durable=False)
        assert shown(engine) == config
        info = engine.handle(GetCollection("a"))
        assert (info.status, info.points_count) == (models.CollectionStatus.GREEN, 0)
        engine.close()


def test_points_survive_every_change(engine, say):
    say(
        engine,
        "PUT /collections/a",
        {"vectors": {"v": {"size": 4, "distance": "Dot"}}, "optimizers_config": {"indexing_threshold": 1}},
    )
    points = [{"id": i, "vector": {"v": [i, 1, 2, 3]}, "payload": {"k": i % 3}} for i in range(300)]
    say(engine, "PUT /collections/a/points?wait=true", {"points": points})
    for change in (
        {"hnsw_config": {"m": 8, "ef_construct": 20}},
        {"vectors": {"v": {"on_disk": True}}},
        {"quantization_config": {"scalar": {"type": "int8", "always_ram": True}}},
        {"quantization_config": "Disabled"},
        {"vectors": {"v": {"quantization_config": {"binary": {}}}}},
        {"params": {"on_disk_payload": False}},
        {"optimizers_config": {"default_segment_number": 3}},
        {"metadata": {"a": 1}},
        {"strict_mode_config": {"enabled": False}},
        {"hnsw_config": {"m": 2**40, "payload_m": 2**40, "max_indexing_threads": 2**40}},
        {"hnsw_config": {"m": 0}},
    ):
        assert say(engine, "PATCH /collections/a", change)
        info = say(engine, "GET /collections/a")
        assert (info.status, info.points_count) == (models.CollectionStatus.GREEN, 300)
        query = {"query": [1, 0, 0, 0], "using": "v", "limit": 1, "params": {"exact": True}}
        found = say(engine, "POST /collections/a/points/query", query)
        assert found.points[0].id == 299
    say(engine, "PUT /collections/a/index?wait=true", {"field_name": "k", "field_schema": "integer"})
    say(engine, "PUT /collections/a/vectors/w?wait=true", {"dense": {"size": 2, "distance": "Cosine"}})
    say(engine, "DELETE /collections/a/vectors/v?wait=true")
    info = say(engine, "GET /collections/a")
    assert info.payload_schema["k"].points == 300
    assert set(info.config.params.vectors) == {"w"}
    assert say(engine, "POST /collections/a/points/count", {}).count == 300


def test_a_collection_without_vectors(engine, say):
    say(engine, "PUT /collections/a", {})
    say(engine, "PUT /collections/a/points?wait=true", {"points": [{"id": 1, "vector": {}, "payload": {"k": 1}}]})
    assert say(engine, "GET /collections/a").config.params.vectors == {}
    say(engine, "PUT /collections/a/vectors/v?wait=true", {"dense": {"size": 2, "distance": "Dot"}})
    say(engine, "PUT /collections/a/points?wait=true", {"points": [{"id": 2, "vector": {"v": [1, 2]}}]})
    say(engine, "DELETE /collections/a/vectors/v?wait=true")
    assert say(engine, "GET /collections/a").config.params.vectors == {}
    assert [point.id for point in say(engine, "POST /collections/a/points/scroll", {}).points] == [1, 2]


def test_indexes_are_replaced_and_counted(engine, say):
    say(engine, "PUT /collections/a", {})
    points = [{"id": i, "vector": {}, "payload": {"f": i} if i % 2 else {}} for i in range(10)]
    say(engine, "PUT /collections/a/points?wait=true", {"points": points})
    for schema, counted in (
        ("integer", 5),
        ({"type": "integer", "is_principal": True}, 5),
        ("float", 5),
        ("keyword", 0),
        ({"type": "keyword", "is_tenant": True}, 0),
        ("keyword", 0),
    ):
        say(engine, "PUT /collections/a/index?wait=true", {"field_name": '"f"', "field_schema": schema})
        info = say(engine, "GET /collections/a").payload_schema["f"]
        assert info.points == counted
        assert (info.params is None) == isinstance(schema, str)
    say(engine, "PUT /collections/a/index?wait=true", {"field_name": "f", "field_schema": {"type": "keyword"}})
    assert say(engine, "GET /collections/a").payload_schema["f"].params is None
    with pytest.raises(BadRequest):
        say(engine, "PUT /collections/a/index?wait=true", {"field_name": "f"})
    for _ in range(2):
        say(engine, "DELETE /collections/a/index/f?wait=true")
    assert say(engine, "GET /collections/a").payload_schema == {}


def test_writes_are_numbered_and_say_whether_they_were_waited_for(engine, say):
    say(engine, "PUT /collections/a", {})
    body = {"points": [{"id": 1, "vector": {}}]}
    first = say(engine, "PUT /collections/a/points", body)
    second = say(engine, "PUT /collections/a/points?wait=true", body)
    assert first.status is models.UpdateStatus.ACKNOWLEDGED
    assert second.status is models.UpdateStatus.COMPLETED
    assert second.operation_id == first.operation_id + 1


def test_the_modifier_of_a_sparse_vector_changes_what_is_found_at_once(open_engine, say):
    engine = open_engine()
    say(engine, "PUT /collections/a", {"sparse_vectors": {"s": {}, "t": {"modifier": "idf"}}})
    points = [{"id": i, "vector": {"s": {"indices": [1, i + 2], "values": [1, 1]}}} for i in range(20)]
    say(engine, "PUT /collections/a/points?wait=true", {"points": points})

    def score() -> float:
        query = {"query": {"indices": [1, 5], "values": [1, 1]}, "using": "s", "limit": 1}
        found: float = say(engine, "POST /collections/a/points/query", query).points[0].score
        return found

    plain = score()
    for modifier in ("idf", "none", "idf"):
        say(engine, "PATCH /collections/a", {"sparse_vectors": {"s": {"modifier": modifier}}})
        assert (score() == plain) == (modifier == "none")
    engine.close()
    engine = open_engine()
    assert score() != plain
    assert say(engine, "POST /collections/a/points/count", {}).count == 20
