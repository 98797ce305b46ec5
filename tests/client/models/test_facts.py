"""All wire types beside the fact table: names, fields, what is required, defaults, extra fields, words."""

from __future__ import annotations

import json
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from qschema.client import models
from qschema.client.models import __all__ as names
from qschema.client.models.answer import Answer
from qschema.client.models.closed import Closed

FACTS = json.loads((Path(__file__).parents[3] / "tools" / "facts" / "models.json").read_text())
ENVELOPES = [name for name in FACTS if name.startswith("InlineResponse")]
STRUCTURES = [name for name, fact in FACTS.items() if "fields" in fact and name not in ENVELOPES]
WORDS = [name for name, fact in FACTS.items() if "enum" in fact]
OTHERS = [name for name, fact in FACTS.items() if "alias_of" in fact]

SOMETIMES_MISSING = {
    ("AppFeaturesTelemetry", "staging"): "since 1.17",
    ("AuditTelemetry", "output"): "since 1.20",
    ("RunningEnvironmentTelemetry", "container_runtime"): "since 1.20",
    ("SegmentInfo", "uuid"): "since 1.17",
    ("TrackerTelemetry", "segment_uuids"): "since 1.17",
    ("TrackerTelemetry", "uuid"): "since 1.17",
}
"""Fields that the official client requires, and older servers don't send: it can't read their telemetry."""

ALSO = {"Answer"}
"""What the table lacks: the type of all envelopes."""


def test_names():
    assert set(names) == FACTS.keys() | ALSO
    assert len(names) == len(set(names))
    assert (len(STRUCTURES) + len(ENVELOPES), len(WORDS)) == (343, 67)
    assert all(hasattr(models, name) for name in names)


@pytest.mark.parametrize("name", STRUCTURES)
def test_fields(name):
    kind = getattr(models, name)
    assert issubclass(kind, BaseModel)
    assert kind.__name__ == name or FACTS[name] == FACTS[kind.__name__]
    facts = FACTS[name]["fields"]
    assert list(kind.model_fields) == list(facts)
    for field, fact in facts.items():
        about = kind.model_fields[field]
        if (name, field) in SOMETIMES_MISSING:
            assert fact["required"]
            assert about.get_default() is None
            continue
        assert about.is_required() == bool(fact.get("required"))
        assert about.serialization_alias == fact.get("alias")
        if not about.is_required():
            assert about.get_default(call_default_factory=True) == default(fact)


def default(fact: dict[str, Any]) -> Any:
    """Return the default that the table means; it writes an empty object as text."""
    return {"'{}'": {}, "{}": {}}.get(str(fact["default"]), fact["default"])


@pytest.mark.parametrize("name", STRUCTURES)
def test_what_is_written_has_no_other_fields(name):
    kind = getattr(models, name)
    forbids = FACTS[name].get("extra") == "forbid"
    assert (kind.model_config.get("extra") == "forbid") == forbids
    assert forbids or not issubclass(kind, Closed)


@pytest.mark.parametrize("name", WORDS)
def test_words(name):
    kind = getattr(models, name)
    assert issubclass(kind, Enum)
    assert issubclass(kind, str)
    assert {member.name: member.value for member in kind} == FACTS[name]["enum"]


@pytest.mark.parametrize("name", ENVELOPES)
def test_all_envelopes_are_one_type(name):
    assert getattr(models, name) is Answer
    assert list(Answer.model_fields) == ["usage", "time", "status", "result"]
    assert FACTS[name]["fields"].keys() <= Answer.model_fields.keys()


@pytest.mark.parametrize("name", OTHERS)
def test_other_names_stand_for_something(name):
    assert getattr(models, name) is not None
