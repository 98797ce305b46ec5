"""Runs of one project side by side on a real server."""

from __future__ import annotations

import pytest

from qschema.apply.reindex import filling
from qschema.client import QdrantClient
from tests.apply.beside import apply_another, go_on_after_another
from tests.apply.reindex.child import ALIAS, SHORTER
from tests.apply.reindex.killing import Instance
from tests.apply.reindex.library import Library
from tests.live.apply.conftest import wipe

pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def url(start_server):
    return start_server()


@pytest.fixture(autouse=True)
def _in_haste(url, monkeypatch):
    for name, value in SHORTER.items():
        monkeypatch.setattr(filling, name, value)
    with QdrantClient(url) as client:
        wipe(client)


def test_another_collection_is_applied_while_points_are_copied(url, tmp_path):
    with QdrantClient(url) as client:
        library = Library.at(client, tmp_path, url)
        library.begin(4, ALIAS)
        apply_another(library)


@pytest.mark.usefixtures("short_leases")
def test_a_killed_run_is_gone_on_with_after_another_one_ended(url, tmp_path):
    go_on_after_another(Instance(url, tmp_path))
