"""The table of calls against the facts: every operation of the REST API, with its parameters, body and result."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import pytest

from qschema.client import models, requests
from qschema.client.requests import Request

FACTS = json.loads((Path(__file__).parents[3] / "tools" / "facts" / "rest_paths.json").read_text())
TABLE = {
    f"{kind.rest.verb} {kind.rest.path}": kind
    for kind in vars(requests).values()
    if isinstance(kind, type) and issubclass(kind, Request) and kind is not Request
}

WIDER = {"with": ("with_", "a word that Python keeps for itself")}
"""Parameters whose field has another name."""

UNDOCUMENTED = {"GET /collections/{collection_name}/points/{id}": ["timeout"]}
"""Parameters that a server 1.19.0 reads, and its documents only list since 1.20."""

RESULTS = {"object": dict[str, Any], "boolean": bool, "binary": bytes, "string": str}


def named(schema: dict[str, Any]) -> Any:
    """Return the type that a schema of the facts means."""
    if "$ref" in schema:
        return getattr(models, schema["$ref"].rpartition("/")[2])
    if schema["type"] == "array":
        return list[named(schema["items"])]
    return RESULTS[schema.get("format", schema["type"])]


def test_every_operation_is_there_once():
    assert TABLE.keys() == FACTS.keys()
    assert len(TABLE) == 69


@pytest.mark.parametrize("operation", FACTS)
def test_parameters(operation):
    kind = TABLE[operation]
    given = {where: [p["name"] for p in FACTS[operation]["params"] if p["in"] == where] for where in ("path", "query")}
    given["query"] += UNDOCUMENTED.get(operation, [])
    assert set(given["query"]) == {name.rstrip("_") for name in kind.rest.query}
    assert set(given["path"]) == {name for _, name, _, _ in Formatter().parse(kind.rest.path) if name}
    body = ["body"] if kind.rest.body is not None else []
    upload = [kind.rest.upload] if kind.rest.upload else []
    used = {*given["path"], *body, *upload, *(WIDER.get(name, (name, ""))[0] for name in given["query"])}
    assert {field.name for field in fields(kind)} == used


@pytest.mark.parametrize("operation", FACTS)
def test_bodies(operation):
    form, body = TABLE[operation].rest, FACTS[operation]["body"]
    if not body:
        assert form.body is None
        assert form.upload is None
    elif "multipart/form-data" in body:
        assert list(body["multipart/form-data"]["schema"]["properties"]) == [form.upload]
    else:
        assert form.body == named(body["application/json"]["schema"])


@pytest.mark.parametrize("operation", FACTS)
def test_results(operation):
    kind = TABLE[operation]
    ((content, about),) = FACTS[operation]["result"].items()
    answer = {"application/json": "json", "text/plain": "text", "application/octet-stream": "bytes"}[content]
    assert kind.rest.answer == answer
    schema = about["schema"]
    enveloped = schema.get("properties", {}).get("result")
    # what the facts don't say: issues come in an envelope, too (server 1.19.0)
    assert kind.rest.envelope == (enveloped is not None or operation == "GET /issues" or answer != "json")
    wanted = named(enveloped or schema)
    later = "202" in FACTS[operation]["responses"]
    assert kind.result == (wanted | None if later else wanted)


@pytest.mark.parametrize("operation", FACTS)
def test_the_type_says_the_same_as_the_table(operation):
    kind = TABLE[operation]
    (base,) = kind.__orig_bases__
    assert get_args(base) == (kind.result,)
    assert kind.__doc__
    assert kind.__doc__.endswith(".")
