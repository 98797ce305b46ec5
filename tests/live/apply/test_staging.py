"""Readers by key on a real server, with keys that may only read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qschema.apply.reindex import filling
from qschema.apply.staged import StagedReads
from qschema.client import QdrantClient
from tests.apply.reindex.library import NAME, Library
from tests.apply.reindex.staged import LARGE, SMALL, reindex_in_stages, seen, stage
from tests.live.apply.test_permissions import READ_ONLY, only
from tests.live.tokens import KEY, token

pytestmark = pytest.mark.live

NEW = "articles__g2"
SEEING = {
    "the read-only key": READ_ONLY,
    "a token that reads": token("r"),
    "a token for both": only("r", NAME, NEW, f"_qschema.stage.{NAME}.100"),
}
UNSEEING = {"a token for one": only("r", NAME), "a token for all names but the alias's": only("r", NAME, NEW)}


@pytest.fixture(params=["1.19.0", "1.16.3"])
def url(request: pytest.FixtureRequest, start_server: Callable[..., str]) -> str:
    options = (f"QDRANT__SERVICE__READ_ONLY_API_KEY={READ_ONLY}", "QDRANT__SERVICE__JWT_RBAC=true")
    return start_server("--version", request.param, "--api-key", KEY, *options)


def test_keys_that_only_read_are_enough(url, tmp_path, monkeypatch):
    """A token for some collections sees the aliases that it names, and no others; it goes on with the declared name."""
    monkeypatch.setattr(filling, "SETTLE_SECONDS", 0.0)
    with QdrantClient(url, api_key=KEY) as client, QdrantClient(url, api_key=READ_ONLY) as theirs:
        library = Library.at(client, tmp_path, url)
        reindex_in_stages(library, theirs)
        library.revert()
        stage(library, 100)
        assert {name: sees(url, key) for name, key in SEEING.items()} == dict.fromkeys(SEEING, (NEW, LARGE))
        assert {name: sees(url, key) for name, key in UNSEEING.items()} == dict.fromkeys(UNSEEING, (NAME, SMALL))
        library.abort()
        assert sees(url, READ_ONLY) == (NAME, SMALL)


def sees(url: str, key: str) -> tuple[str, int]:
    """Return from which collection a reader with an API key reads, and what size of vector is there."""
    with QdrantClient(url, api_key=key) as client:
        name = StagedReads(client, NAME).name_for("ada")
        return name, seen(client, name)
