"""A collection is reindexed to another dimension while it is read and written: no read fails, and no write is lost."""

from __future__ import annotations

from functools import partial

import pytest

from qschema.client import QdrantClient
from tests.apply.reindex.library import Library
from tests.apply.reindex.rehearsing import catch_up_with, following, rehearse


@pytest.mark.parametrize("alias", ["docs", None], ids=["through an alias", "by its name"])
def test_writers_that_follow_lose_nothing(tmp_path, alias):
    with QdrantClient(":memory:") as client:
        library = Library.at(client.without_interceptors(), tmp_path)
        rehearse(library, client.without_interceptors(), alias, partial(following, client=client))


def test_writers_that_do_not_follow_are_caught_up_with(tmp_path):
    with QdrantClient(":memory:") as client:
        catch_up_with(Library.at(client, tmp_path), client)
