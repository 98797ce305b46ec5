from __future__ import annotations

import inspect
import json
from pathlib import Path

import pytest

from qschema.client import AsyncQdrantClient, QdrantClient

FACTS = json.loads((Path(__file__).parents[2] / "tools" / "facts" / "python_surface.json").read_text())
CLIENTS = {"QdrantClient": QdrantClient, "AsyncQdrantClient": AsyncQdrantClient}

OURS = {"send"}
"""What the official client doesn't have."""

REQUIRED = {
    *("create_collection", "get_collection", "get_collections", "collection_exists", "update_collection"),
    *("delete_collection", "create_payload_index", "delete_payload_index", "create_vector_name", "delete_vector_name"),
    *("get_aliases", "get_collection_aliases", "update_collection_aliases", "upsert", "delete", "retrieve", "scroll"),
    *("count", "query_points", "info", "close", "init_options", "__init__"),
}


def public(client: type) -> set[str]:
    return {name for name in dir(client) if not name.startswith("_")} | {"__init__"}


def shape(method: object) -> dict[str, dict[str, str]]:
    parameters = list(inspect.signature(method).parameters.values())[1:]
    return {
        found.name: {"kind": found.kind.name.lower()}
        | ({} if found.default is inspect.Parameter.empty else {"default": repr(found.default)})
        for found in parameters
    }


@pytest.mark.parametrize("name", CLIENTS)
def test_names(name):
    assert public(CLIENTS[name]) >= REQUIRED
    assert public(CLIENTS[name]) - FACTS[name].keys() == OURS


@pytest.mark.parametrize(("name", "member"), [(name, member) for name in CLIENTS for member in sorted(REQUIRED)])
def test_parameters_their_order_kinds_and_defaults(name, member):
    fact = FACTS[name][member]
    ours = inspect.getattr_static(CLIENTS[name], member)
    if fact["kind"] == "property":
        assert isinstance(ours, property)
        return
    assert inspect.iscoroutinefunction(ours) == (fact["kind"] == "async")
    wanted = {
        parameter: {key: value for key, value in about.items() if key in ("kind", "default")}
        for parameter, about in fact["params"].items()
    }
    assert list(shape(ours).items()) == list(wanted.items())


@pytest.mark.parametrize("name", CLIENTS)
def test_every_public_member_says_what_it_does(name):
    assert not [member for member in public(CLIENTS[name]) if not inspect.getdoc(getattr(CLIENTS[name], member))]


@pytest.mark.parametrize("member", sorted(REQUIRED - {"init_options", "info", "__init__"}))
def test_unknown_arguments_are_named(member):
    client = QdrantClient("http://127.0.0.1:1")
    method = getattr(client, member)
    needed = [
        parameter.name
        for parameter in inspect.signature(method).parameters.values()
        if parameter.default is inspect.Parameter.empty and parameter.kind is not inspect.Parameter.VAR_KEYWORD
    ]
    with pytest.raises(TypeError, match=rf"{member}\(\) got unknown arguments: tmeout, wiat"):
        method(**dict.fromkeys(needed, "c"), wiat=True, tmeout=3)
