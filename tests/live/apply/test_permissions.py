"""Keys that may not do everything: what reads works, and an apply says what is missing before it changes anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import qschema
from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.ensuring import ensure
from qschema.apply.errors import NoPermissionError
from qschema.client.errors import Forbidden
from qschema.schema.errors import NotVisibleError
from qschema.schema.importing import importable
from qschema.schema.inspect import inspect
from tests.apply.bench import ARTICLES, Bench, wipe
from tests.live.tokens import KEY, token

pytestmark = pytest.mark.live

READ_ONLY = "a-read-only-key-of-the-live-tests"
APPLIED = {"articles": ARTICLES}
DECLARED = {"articles": {**ARTICLES, "payload_indexes": {"tenant": "keyword", "year": "integer"}}}


def only(access: str, *collections: str) -> str:
    return token([{"collection": name, "access": access} for name in collections])


READERS = {
    "the read-only key": READ_ONLY,
    "a token that reads": token("r"),
    "a token for some collections": only("r", "articles", "docs", "_qschema"),
    "a token that writes to some collections": only("rw", "articles", "docs", "_qschema"),
}


@pytest.fixture(scope="module")
def guarded_url(start_server: Callable[..., str]) -> str:
    """The URL of a server that wants a key, and takes tokens."""
    options = (f"QDRANT__SERVICE__READ_ONLY_API_KEY={READ_ONLY}", "QDRANT__SERVICE__JWT_RBAC=true")
    return start_server("--api-key", KEY, *options)


@pytest.fixture
def bench(guarded_url: str) -> Iterator[Bench]:
    """An empty instance, as the holder of the key sees it."""
    with qschema.QdrantClient(guarded_url, api_key=KEY) as client:
        wipe(client)
        yield Bench.over(client, guarded_url)


def named(bench: Bench, key: str) -> dict[str, Any]:
    return {"project": "library", "url": bench.place, "api_key": key}


@pytest.mark.parametrize("key", READERS.values(), ids=READERS)
def test_whoever_only_reads_plans_as_the_holder_of_the_key_does(bench, key):
    bench.apply(APPLIED)
    mine, theirs = (qschema.plan(DECLARED, **named(bench, one)) for one in (KEY, key))
    assert theirs == mine
    assert (
        qschema.status(DECLARED, **named(bench, key)).as_json()
        == qschema.status(DECLARED, **named(bench, KEY)).as_json()
    )
    assert [run.outcome for run in qschema.history({}, **named(bench, key))] == ["done"]
    with qschema.QdrantClient(bench.place, api_key=key) as client:
        assert list(importable(inspect(client, []), project="library").specs) == ["articles"]
        assert ensure(APPLIED, client=client, project="library").run == ""


@pytest.mark.parametrize("key", READERS.values(), ids=READERS)
def test_an_apply_says_what_is_missing_and_changes_nothing(bench, key):
    bench.apply(APPLIED)
    before, locks = bench.shown(), bench.locks()
    with pytest.raises(NoPermissionError, match="take the lock of the project 'library', which is an alias") as caught:
        qschema.apply(DECLARED, **named(bench, key))
    assert "manage access" in str(caught.value)
    assert "Nothing was changed" in caught.value.why
    assert (bench.shown(), bench.locks(), len(bench.runs())) == (before, locks, 1)
    assert bench.is_at_rest()


@pytest.mark.parametrize("key", READERS.values(), ids=READERS)
def test_without_a_ledger_it_is_the_ledger_that_can_not_be_made(bench, key):
    with pytest.raises(NoPermissionError, match="make the ledger"):
        qschema.apply(APPLIED, **named(bench, key))
    assert not bench.has_ledger()
    assert bench.shown() == {"collections": {}, "aliases": {}}


def test_whoever_may_not_see_the_ledger_removes_nothing_and_is_told_so(bench):
    bench.apply(APPLIED)
    key = only("rw", "articles", "docs")
    plan = qschema.plan({"articles": {"vectors": ARTICLES["vectors"]}}, **named(bench, key))
    assert plan.empty
    assert any("no record of what was applied" in note for note in plan.notes)
    assert qschema.status(APPLIED, **named(bench, key)).ledger is False
    with pytest.raises(Forbidden):
        qschema.history({}, **named(bench, key))
    with pytest.raises(NoPermissionError, match="_qschema"):
        qschema.apply(DECLARED, **named(bench, key))


@pytest.mark.parametrize("names", [("articles",), ("docs",), ("other",)])
def test_what_can_not_be_seen_is_never_taken_for_missing(bench, names):
    bench.apply(APPLIED)
    for deed in (qschema.plan, qschema.status, qschema.apply):
        with pytest.raises(NotVisibleError):
            deed(DECLARED, **named(bench, only("rw", *names)))
    assert len(bench.runs()) == 1


def test_a_token_that_manages_is_enough(bench):
    assert qschema.apply(APPLIED, **named(bench, token("m"))).steps == ("done",) * 3
    assert qschema.rollback({}, **named(bench, token("m"))).run


def test_an_application_whose_key_only_reads_is_told_what_it_may_not_do(bench):
    ensure_ledger(bench.client)
    with qschema.QdrantClient(bench.place, api_key=READ_ONLY) as client, pytest.raises(NoPermissionError):
        ensure(APPLIED, client=client, project="library")
    assert bench.shown()["collections"] == {}
