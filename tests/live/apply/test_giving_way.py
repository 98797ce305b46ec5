"""A collection is deleted before its name leads to its copy: how long reads fail on a server, and what comes back."""

from __future__ import annotations

import pytest

from qschema.apply.reindex import filling
from qschema.client import QdrantClient
from tests.apply.reindex.gaps import there_is_a_gap_and_it_is_measured
from tests.apply.reindex.library import Library
from tests.apply.reindex.test_giving_way import is_back
from tests.live.apply.conftest import wipe

pytestmark = pytest.mark.live


@pytest.fixture
def library(own_url, tmp_path, monkeypatch):
    monkeypatch.setattr(filling, "SETTLE_SECONDS", 0.0)
    with QdrantClient(own_url) as client:
        wipe(client)
        yield Library.at(client, tmp_path, own_url)


def test_reads_fail_for_as_long_as_is_recorded_and_the_old_one_comes_back(library, own_url):
    with QdrantClient(own_url) as client:
        assert there_is_a_gap_and_it_is_measured(library, client) > 0
    library.take_back()
    is_back(library, "articles__g3")
