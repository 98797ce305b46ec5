"""A read-only key of `qschema serve`: what only reads works, and the rest says what the key may not do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.conftest import ARTICLES
from tests.cli.session import Shell
from tests.servers import Server

KEY, READ_ONLY = "a-key-of-the-tests", "a-read-only-key-of-the-tests"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = Server("--memory", "--api-key", KEY, "--read-only-api-key", READ_ONLY)
    yield server.url
    server.stop()


@pytest.fixture
def reading(library: Shell, url: str, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A project that was applied, as somebody sees it who may only read."""
    monkeypatch.setenv("QDRANT_API_KEY", KEY)
    assert library.qschema("--url", url, "apply", "--auto-approve").code == 0
    library.write("schema/articles.yaml", ARTICLES + "      year: integer\n")
    monkeypatch.setenv("QDRANT_API_KEY", READ_ONLY)
    return library


@pytest.mark.parametrize(
    ("command", "code", "shown"),
    [
        (["plan", "--detailed-exitcode"], 2, "articles/payload_indexes/year"),
        (["status"], 0, "1 thing differs"),
        (["history"], 0, "2 to add"),
        (["import", "--dry-run", "--overwrite", "--out", "schema/articles.yaml", "articles"], 0, "tenant: keyword"),
    ],
)
def test_what_only_reads_works(reading, url, command, code, shown):
    ended = reading.qschema("--url", url, *command)
    assert (ended.code, ended.err) == (code, "")
    assert shown in ended.out


@pytest.mark.parametrize("command", ["apply", "rollback"])
def test_the_rest_says_what_the_key_may_not_do_before_anything_is_changed(reading, url, command):
    before = reading.qschema("--url", url, "history", "--export").out
    ended = reading.qschema("--url", url, command, "--auto-approve", "--allow-destroy", "articles")
    assert ended.code == 1
    assert "[apply.no-permission]" in ended.err
    assert "this key may not take the lock of the project 'library'" in ended.err
    assert "manage access" in ended.err
    assert reading.qschema("--url", url, "history", "--export").out == before
