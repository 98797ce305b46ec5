from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from qschema.client import models
from qschema.client.embedded.config.creation import created
from qschema.client.embedded.config.vectors import check_vectors, with_vector, without_vector
from qschema.client.embedded.config.warnings import warnings_about
from qschema.client.errors import BadRequest

NAMED = TypeAdapter(models.VectorNameConfig)
VECTOR = {"size": 4, "distance": "Dot"}


def config_of(**body: Any) -> dict[str, Any]:
    return created(models.CreateCollection.model_validate(body))


def added(config: dict[str, Any], name: str, body: Any) -> dict[str, Any]:
    return with_vector(config, name, NAMED.validate_python(body))


def test_a_vector_beside_the_unnamed_one_gives_that_the_empty_name():
    config = added(config_of(vectors=VECTOR), "b", {"dense": {"size": 3, "distance": "Cosine"}})
    assert config["params"]["vectors"] == {"": VECTOR, "b": {"size": 3, "distance": "Cosine"}}
    config, sparse = without_vector(config, "b")
    assert not sparse
    assert config["params"]["vectors"] == {"": VECTOR}


def test_the_datatype_of_an_added_sparse_vector_is_its_index_s():
    config = added(config_of(vectors=VECTOR), "s", {"sparse": {"modifier": "idf", "datatype": "float16"}})
    assert config["params"]["sparse_vectors"] == {"s": {"modifier": "idf", "index": {"datatype": "float16"}}}


def test_dropping_the_last_sparse_vector_leaves_an_empty_map():
    config, sparse = without_vector(config_of(sparse_vectors={"s": {}}), "s")
    assert sparse
    assert config["params"]["sparse_vectors"] == {}


def test_dropping_what_is_not_there_changes_nothing():
    config = config_of(vectors=VECTOR)
    assert without_vector(config, "b") == (config, False)


def test_the_same_vector_again_changes_nothing_whatever_was_tuned_since():
    config = config_of(vectors={"a": {**VECTOR, "on_disk": True, "hnsw_config": {"m": 4}}}, sparse_vectors={"s": {}})
    assert added(config, "a", {"dense": VECTOR}) == config
    assert added(config, "s", {"sparse": {}}) == config


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a", {"dense": {**VECTOR, "size": 5}}),
        ("a", {"dense": {**VECTOR, "datatype": "float32"}}),
        ("a", {"dense": {**VECTOR, "multivector_config": {"comparator": "max_sim"}}}),
        ("a", {"sparse": {}}),
        ("s", {"dense": VECTOR}),
        ("s", {"sparse": {"modifier": "none"}}),
        ("s", {"sparse": {"datatype": "float16"}}),
    ],
)
def test_another_vector_of_the_name_is_refused(name, body):
    with pytest.raises(BadRequest):
        added(config_of(vectors={"a": VECTOR}, sparse_vectors={"s": {}}), name, body)


@pytest.mark.parametrize(
    "body",
    [
        {"vectors": {"a": VECTOR}, "sparse_vectors": {"a": {}}},
        {"sparse_vectors": {"": {}}},
        {"vectors": {"a/b": VECTOR}},
        {"vectors": {"x" * 201: VECTOR}},
        {"vectors": {"é" * 101: VECTOR}},
    ],
)
def test_vectors_that_can_not_be_declared(body):
    with pytest.raises(BadRequest):
        check_vectors(config_of(**body))


def test_vectors_that_can_be_declared():
    check_vectors(config_of(vectors={"": VECTOR, "x" * 200: VECTOR, "a b\n": VECTOR}, sparse_vectors={"ü.v": {}}))


INLINE = {**VECTOR, "hnsw_config": {"inline_storage": True}}
MULTI = {**VECTOR, "multivector_config": {"comparator": "max_sim"}}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"vectors": VECTOR}, []),
        ({"vectors": {"a": VECTOR}, "hnsw_config": {"inline_storage": True}}, ["'a' requires quantization"]),
        ({"vectors": VECTOR, "hnsw_config": {"inline_storage": True}, "quantization_config": {"binary": {}}}, []),
        ({"vectors": INLINE}, ["'' requires quantization"]),
        ({"vectors": INLINE, "shard_number": 2}, ["'' requires quantization"] * 2),
        ({"vectors": INLINE, "sharding_method": "custom"}, []),
        (
            {
                "vectors": {"a": {**VECTOR, "hnsw_config": {"inline_storage": False}}, "b": MULTI},
                "hnsw_config": {"inline_storage": True},
            },
            ["'b' is not compatible with multivectors"],
        ),
    ],
)
def test_warnings(body, words):
    warnings = warnings_about(config_of(**body))
    assert len(warnings) == len(words)
    assert all(word in warning for word, warning in zip(words, warnings, strict=True))
