"""Names, parameters, kinds and defaults of the clients' members beside those of the official client."""

from __future__ import annotations

import inspect
import json
from pathlib import Path

import pytest
import qdrant_client

from qschema.client import AsyncQdrantClient, QdrantClient
from qschema.client.coming import NotYetAvailable
from tests.client.surface.differences import AWAITED, COMING, OUR_MEMBERS, OUR_PARAMETERS

FACTS = json.loads((Path(__file__).parents[3] / "tools" / "facts" / "python_surface.json").read_text())
CLIENTS = {"QdrantClient": QdrantClient, "AsyncQdrantClient": AsyncQdrantClient}
MEMBERS = [
    (name, member) for name in CLIENTS for member, fact in FACTS[name].items() if fact["kind"] not in ("attribute",)
]
NOT_ASKED = {"__init__", *COMING}
METHODS = [(name, member) for name, member in MEMBERS if FACTS[name][member]["kind"] != "property"]


def public(client: type) -> set[str]:
    return {name for name in dir(client) if not name.startswith("_")} | {"__init__"}


def parameters(method: object) -> list[tuple[str, str, str | None]]:
    return [
        (
            found.name,
            found.kind.name.lower(),
            None if found.default is inspect.Parameter.empty else repr(found.default),
        )
        for found in inspect.signature(method).parameters.values()
        if found.name not in ("self", "cls")
    ]


def without_ours(member: str, found: list[tuple[str, str, str | None]]) -> list[tuple[str, str, str | None]]:
    """Return parameters without those that only we have; these stand last, and can be left out."""
    ours = OUR_PARAMETERS.get(member, {})
    positional = [about for about in found if about[1] == "positional_or_keyword"]
    assert [about[0] for about in positional[len(positional) - len(ours) :]] == list(ours)
    assert all(about[2] is not None for about in found if about[0] in ours)
    return [about for about in found if about[0] not in ours]


@pytest.mark.parametrize("name", CLIENTS)
def test_names(name):
    assert public(CLIENTS[name]) == FACTS[name].keys() | OUR_MEMBERS.keys()
    assert CLIENTS[name].DEFAULT_BATCH_SIZE == getattr(qdrant_client, name).DEFAULT_BATCH_SIZE


def test_both_clients_have_the_same_members():
    assert public(QdrantClient) == public(AsyncQdrantClient)


@pytest.mark.parametrize(("name", "member"), MEMBERS)
def test_kinds(name, member):
    ours = inspect.getattr_static(CLIENTS[name], member)
    kind = FACTS[name][member]["kind"]
    assert isinstance(ours, property) == (kind == "property")
    assert isinstance(ours, classmethod) == (kind == "classmethod")
    awaited = kind == "async" or (name == "AsyncQdrantClient" and member in AWAITED)
    assert inspect.iscoroutinefunction(ours) == awaited


@pytest.mark.parametrize(("name", "member"), METHODS)
def test_parameters_beside_the_facts(name, member):
    wanted = [(p, about["kind"], about.get("default")) for p, about in FACTS[name][member]["params"].items()]
    ours = getattr(CLIENTS[name], member)
    assert without_ours(member, parameters(ours)) == wanted


@pytest.mark.parametrize(("name", "member"), METHODS)
def test_parameters_beside_the_installed_client(name, member):
    theirs = getattr(getattr(qdrant_client, name), member)
    ours = getattr(CLIENTS[name], member)
    assert without_ours(member, parameters(ours)) == parameters(theirs)


@pytest.mark.parametrize("name", CLIENTS)
def test_what_the_installed_client_has(name):
    assert public(getattr(qdrant_client, name)) <= public(CLIENTS[name])


@pytest.mark.parametrize("member", sorted(OUR_MEMBERS.keys() - {"interceptors"}))  # that is a property
def test_our_own_methods_are_alike(member):
    ours = [inspect.getattr_static(client, member) for client in CLIENTS.values()]
    assert parameters(ours[0]) == parameters(ours[1])
    assert not inspect.iscoroutinefunction(ours[0])
    assert inspect.isasyncgenfunction(ours[1]) == (member == "scroll_iter")
    assert inspect.iscoroutinefunction(ours[1]) == (member not in ("scroll_iter", "stream", "without_interceptors"))


@pytest.mark.parametrize("name", CLIENTS)
def test_every_public_member_says_what_it_does(name):
    members = public(CLIENTS[name]) - {"DEFAULT_BATCH_SIZE"}
    assert not [member for member in members if not inspect.getdoc(inspect.getattr_static(CLIENTS[name], member))]


@pytest.mark.parametrize(
    "member",
    [m for m, fact in FACTS["QdrantClient"].items() if "kwargs" in fact.get("params", ()) and m not in NOT_ASKED],
)
def test_unknown_arguments_are_named(member):
    client = QdrantClient("http://127.0.0.1:1")
    method = getattr(client, member)
    needed = [p for p, kind, default in parameters(method) if default is None and kind != "var_keyword"]
    with pytest.raises(TypeError, match=rf"{member}\(\) got unknown arguments: tmeout, wiat"):
        method(**dict.fromkeys(needed, "c"), wiat=True, tmeout=3)


@pytest.mark.parametrize("member", COMING)
@pytest.mark.parametrize("client", CLIENTS.values())
def test_what_comes_later_says_so(client, member):
    made = client("http://127.0.0.1:1")
    with pytest.raises(NotYetAvailable, match=f"{member} isn't part of this version") as caught:
        _ = getattr(made, member)(*["c"] * _needed(client, member))
    assert caught.value.why == COMING[member].replace("comes", "it comes")


def _needed(client: type, member: str) -> int:
    if isinstance(inspect.getattr_static(client, member), property):
        return 0
    found = parameters(getattr(client, member))
    return len([p for p, kind, default in found if default is None and kind != "var_keyword"])
