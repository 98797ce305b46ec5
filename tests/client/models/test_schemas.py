"""All wire types beside those of the official client: what their JSON may be."""

from __future__ import annotations

from typing import Any

import pytest
from qdrant_client.http import models as theirs

from qschema.client import models as ours
from tests.client.models.test_facts import SOMETIMES_MISSING, STRUCTURES

WIDER = {
    ("Batch", "payloads"): "single payloads may be null, as servers take it",
}
"""Fields that hold more here, with the reason."""

UUID_OBJECT = {"format": "uuid", "type": "string"}


def shape(kind: Any) -> Any:
    """Return the JSON schema of a type without its words, and with what may be written in two ways written in one."""
    return plain(kind.model_json_schema(ref_template="{model}"))


def plain(schema: Any) -> Any:
    if isinstance(schema, list):
        return [plain(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        name: {field: plain(about) for field, about in part.items()} if name == "properties" else plain(part)
        for name, part in schema.items()
        if name not in ("title", "description", "default", "$defs") and (name, part) != ("additionalProperties", True)
    }
    if set(kept) == {"oneOf"} and len(kept["oneOf"]) == 1:  # types that are closed
        return kept["oneOf"][0]
    if {"type": "string"} in kept.get("anyOf", ()):  # an id given as an object is a text in JSON
        kept["anyOf"] = [part for part in kept["anyOf"] if part != UUID_OBJECT]
    return kept


@pytest.mark.parametrize("name", STRUCTURES)
def test_what_json_may_be(name):
    found, wanted = shape(getattr(ours, name)), shape(getattr(theirs, name))
    for owner, field in WIDER:
        if owner == name:
            assert found["properties"].pop(field) != wanted["properties"].pop(field)
    for owner, field in SOMETIMES_MISSING:
        if owner == name:
            wanted["required"].remove(field)
            wanted["properties"][field] = {"anyOf": [wanted["properties"][field], {"type": "null"}]}
    assert found == wanted
