from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from qschema.client import models
from qschema.client.embedded.config.creation import created
from qschema.client.embedded.config.patching import patched
from qschema.client.embedded.config.plain import single
from qschema.client.errors import BadRequest
from qschema.client.requests.reading import read_body
from tests.strategies.bodies import creations

EMPTY = {
    "params": {
        "vectors": {},
        "shard_number": 1,
        "replication_factor": 1,
        "write_consistency_factor": 1,
        "on_disk_payload": True,
    },
    "hnsw_config": {
        "m": 16,
        "ef_construct": 100,
        "full_scan_threshold": 10000,
        "max_indexing_threads": 0,
        "on_disk": False,
    },
    "optimizer_config": {
        "deleted_threshold": 0.2,
        "vacuum_min_vector_number": 1000,
        "default_segment_number": 0,
        "max_segment_size": None,
        "memmap_threshold": None,
        "indexing_threshold": 10000,
        "flush_interval_sec": 5,
        "max_optimization_threads": None,
        "prevent_unoptimized": None,
    },
    "wal_config": {"wal_capacity_mb": 32, "wal_segments_ahead": 0, "wal_retain_closed": 1},
    "quantization_config": None,
}


def config_of(body: dict[str, Any]) -> dict[str, Any]:
    return created(read_body(models.CreateCollection, json.dumps(body).encode()))


def test_nothing_said_gives_the_defaults():
    assert config_of({}) == EMPTY


PATCHED = ("hnsw_config", "optimizers_config", "quantization_config", "strict_mode_config", "metadata")
"""What can be said at creation, or afterwards in the same words."""


@settings(max_examples=60)
@given(creations())
def test_settings_said_at_creation_are_those_said_afterwards(body):
    first = config_of({name: part for name, part in body.items() if name not in PATCHED})
    change = {name: part for name, part in body.items() if name in PATCHED}
    steps = patched(first, read_body(models.UpdateCollection, json.dumps(change).encode()))
    assert [first, *steps][-1] == config_of(body)


@settings(max_examples=40)
@given(creations())
def test_what_is_not_said_is_the_default(body):
    config = config_of(body)
    for part in ("hnsw_config", "wal_config", "optimizer_config"):
        said = body.get({"optimizer_config": "optimizers_config"}.get(part, part), {})
        assert {name: value for name, value in config[part].items() if name not in said} == {
            name: value for name, value in EMPTY[part].items() if name not in said
        }
    params = {name: value for name, value in config["params"].items() if name not in body}
    assert params == {name: value for name, value in EMPTY["params"].items() if name not in body}


@settings(max_examples=60)
@given(creations())
def test_a_stored_configuration_is_a_wire_type_and_nulls_say_nothing(body):
    config = config_of(body)
    wire = models.CollectionConfig.model_validate(config)
    assert wire.model_dump(mode="json", by_alias=True, exclude_unset=True) == config
    unsaid = dict.fromkeys(
        name for name in models.CreateCollection.model_fields if name not in ("vectors", "id_tracker")
    )
    assert config_of({**unsaid, **body}) == config


def test_named_vectors_read_back_in_the_order_of_their_names():
    vector = {"size": 4, "distance": "Dot"}
    config = config_of({"vectors": {"b": vector, "": vector, "a": vector}, "sparse_vectors": {"z": {}, "y": {}}})
    assert list(config["params"]["vectors"]) == ["", "a", "b"]
    assert list(config["params"]["sparse_vectors"]) == ["y", "z"]


def test_a_vector_may_be_called_size():
    config = config_of({"vectors": {"size": {"size": 4, "distance": "Dot"}}})
    assert config["params"]["vectors"] == {"size": {"size": 4, "distance": "Dot"}}


def test_numbers_of_32_bits_read_back_as_such():
    assert single(0.99) == 0.99
    assert single(0.123456789) == 0.12345679
    assert single(1.0) == 1.0


def test_numbers_that_no_server_has_bits_for_become_floating_point():
    assert config_of({"metadata": {"a": [2**64, -(2**63) - 1, 2**64 - 1]}})["metadata"] == {
        "a": [float(2**64), float(-(2**63) - 1), 2**64 - 1]
    }


@pytest.mark.parametrize("depth", [126, 300, 5000])
def test_metadata_can_only_be_so_deep(depth):
    deep: Any = 1
    for _ in range(depth):
        deep = {"a": deep}
    with pytest.raises(BadRequest):
        created(models.CreateCollection.model_construct(_fields_set={"metadata"}, metadata=deep))


def test_metadata_that_contain_themselves_are_refused():
    endless: dict[str, Any] = {}
    endless["a"] = endless
    with pytest.raises(BadRequest):
        created(models.CreateCollection.model_construct(_fields_set={"metadata"}, metadata=endless))
