from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.client import models
from qschema.client.embedded.config.creation import created
from qschema.client.embedded.config.patching import patched
from qschema.client.embedded.config.plain import single
from qschema.client.errors import BadRequest
from qschema.client.requests.reading import read_body
from tests.strategies.bodies import DENSE, SPARSE, changes, creations

WHOLE = ("quantization_config", "multivector_config", "sparse_config")
"""What a change replaces as a whole, where it doesn't stand for the vector's own setting of that name."""


def config_of(body: dict[str, Any]) -> dict[str, Any]:
    return created(read_body(models.CreateCollection, json.dumps(body).encode()))


def applied(config: dict[str, Any], body: dict[str, Any]) -> tuple[dict[str, Any], bool]:
    """Return the configuration after a change, and whether the change was refused in the end."""
    last = config
    try:
        for step in patched(config, read_body(models.UpdateCollection, json.dumps(body).encode())):
            last = step
    except BadRequest:
        return last, True
    return last, False


class Flat(dict[tuple[str, ...], Any]):
    """A model of the server: settings by their paths, changed one by one."""

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()
        self.unnamed = "size" in config["params"]["vectors"]
        params = dict(config["params"])
        if self.unnamed:
            params["vectors"] = {"": params["vectors"]}
        self.put(("config",), {**config, "params": params})

    def put(self, path: tuple[str, ...], value: Any) -> None:
        whole = path[-1] in WHOLE and path[-2:] != ("x", path[-1])
        if isinstance(value, dict) and not whole and path[:2] != ("config", "metadata"):
            self.setdefault((*path, "/"), None)
            for key, inner in value.items():
                self.put((*path, key), inner)
        elif value is not None or path[1] in ("optimizer_config", "quantization_config"):
            self[path] = value

    def names(self, kind: str) -> set[str]:
        return {path[3] for path in self if path[:3] == ("config", "params", kind) and path[3] != "/"}

    def change(self, body: dict[str, Any]) -> bool:
        """Apply a body part by part, in the order of the server; say whether a part was refused."""
        renamed = {"optimizers_config": ("optimizer_config",), "vectors": ("params", "vectors")}
        renamed["sparse_vectors"] = ("params", "sparse_vectors")
        for part in ("optimizers_config", "params", "hnsw_config", "vectors", "quantization_config", "sparse_vectors"):
            said = body.get(part)
            if said is None:
                continue
            if part in ("vectors", "sparse_vectors") and not said.keys() <= self.names(part):
                return True
            self.say(("config", *renamed.get(part, (part,))), said)
        if body.get("strict_mode_config") is not None:
            self.say(("config", "strict_mode_config"), body["strict_mode_config"])
        if body.get("metadata") is not None:
            self.say_metadata(body["metadata"])
        return False

    def say(self, path: tuple[str, ...], said: Any) -> None:
        if path[-1] == "quantization_config":
            self.pop(path, None)
            if said == "Disabled":
                said = None
        elif path[-1] == "max_optimization_threads" and said == "auto":
            self[path] = None
            return
        elif isinstance(said, dict) and path[-1] not in WHOLE:
            empty_override = (
                path[-1] == "hnsw_config" and len(path) > 2 and not any(v is not None for v in said.values())
            )
            if not empty_override and path != ("config", "params", "sparse_vectors"):
                self.setdefault((*path, "/"), None)
            for key, inner in said.items():
                if inner is not None:
                    self.say((*path, key), inner)
            return
        self.put(path, said)

    def say_metadata(self, said: dict[str, Any]) -> None:
        path = ("config", "metadata")
        if path not in self:
            self[path] = said
        else:
            left = {**self[path], **said}
            self[path] = {key: value for key, value in left.items() if not (key in said and said[key] is None)}


def rounded(value: Any) -> Any:
    """Quantiles with 32 bits."""
    if isinstance(value, dict):
        return {key: single(inner) if key == "quantile" else rounded(inner) for key, inner in value.items()}
    return value


@given(creations(), st.lists(changes(), max_size=3))
def test_changes_are_what_the_model_says(body, bodies):
    config = config_of(body)
    model = Flat(config)
    for change in bodies:
        config, refused = applied(config, change)
        assert refused == model.change(rounded(change))
        assert Flat(config) == model


@given(creations(), changes())
def test_a_change_makes_another_configuration_that_it_does_not_change_again(body, change):
    config = config_of(body)
    copy = json.loads(json.dumps(config))
    once, refused = applied(config, change)
    assert config == copy
    wire = models.CollectionConfig.model_validate(once)
    assert wire.model_dump(mode="json", by_alias=True, exclude_unset=True) == once
    again = applied(once, {name: part for name, part in change.items() if name != "metadata"})
    assert again == (once, refused)


VECTOR = {"size": 4, "distance": "Dot"}


def test_what_comes_before_a_refused_part_stays():
    change = {"hnsw_config": {"m": 7}, "vectors": {"nowhere": {"on_disk": True}}, "metadata": {"a": 1}}
    config, refused = applied(config_of({"vectors": {DENSE[0]: VECTOR}}), change)
    assert refused
    assert config["hnsw_config"]["m"] == 7
    assert "metadata" not in config


@pytest.mark.parametrize("part", ["vectors", "sparse_vectors"])
def test_vectors_must_be_there(part):
    config, refused = applied(config_of({"vectors": VECTOR}), {part: {SPARSE[0]: {}}})
    assert refused
    assert config == config_of({"vectors": VECTOR})


def test_the_unnamed_vector_is_addressed_by_the_empty_name():
    config, refused = applied(config_of({"vectors": VECTOR}), {"vectors": {"": {"on_disk": True}}})
    assert not refused
    assert config["params"]["vectors"] == {**VECTOR, "on_disk": True}


def test_a_null_onto_no_metadata_is_stored():
    config, _ = applied(config_of({}), {"metadata": {"a": None}})
    assert config["metadata"] == {"a": None}
    config, _ = applied(config, {"metadata": {"a": None}})
    assert config["metadata"] == {}
