"""The low-level API objects beside those of the official client."""

from __future__ import annotations

import inspect

import pytest
import qdrant_client.http.api_client as theirs

import qschema.client.http.api_client as ours

GROUPS = [name for name in dir(theirs) if name.endswith("Api")]
OPERATIONS = [
    (group, name)
    for group in GROUPS
    for name, method in vars(getattr(theirs, group)).items()
    if not name.startswith("_") and inspect.isfunction(method)
]


def test_all_operations_are_compared():
    assert len(OPERATIONS) == 2 * 69


@pytest.mark.parametrize("group", GROUPS)
def test_names(group):
    operations = {name for found, name in OPERATIONS if found == group}
    assert {name for name in vars(getattr(ours, group)) if not name.startswith("_")} == operations


@pytest.mark.parametrize(("group", "operation"), OPERATIONS)
def test_parameters(group, operation):
    def shape(home: object) -> list[tuple[str, object]]:
        method = getattr(getattr(home, group), operation)
        return [(found.name, found.default) for found in inspect.signature(method).parameters.values()]

    assert shape(ours) == shape(theirs)
    assert inspect.iscoroutinefunction(getattr(getattr(ours, group), operation)) == group.startswith("Async")


@pytest.mark.parametrize(("kind", "close"), [("SyncApis", "close"), ("AsyncApis", "aclose")])
def test_groups(kind, close):
    apis = getattr(ours, kind)("http://127.0.0.1:1", headers={"a": "b"}, timeout=1)
    peer = getattr(theirs, kind)("http://127.0.0.1:1")
    assert {name: type(value).__name__ for name, value in vars(apis).items()} == {
        name: type(value).__name__ for name, value in vars(peer).items()
    }
    assert callable(getattr(apis, close))
    assert getattr(ours, kind)[getattr(ours, kind.replace("SyncApis", "ApiClient").replace("Apis", "ApiClient"))]
