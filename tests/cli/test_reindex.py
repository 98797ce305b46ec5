"""A reindex on the command line: how it stands, and how long the way back stays open."""

from __future__ import annotations

import json

import pytest

from qschema.apply.reindex import filling
from tests.cli.session import Shell

BEFORE = """
collections:
  articles:
    vectors: {size: 4, distance: Cosine}
    lifecycle: {replace: blue_green, hold: 7d}
"""


@pytest.fixture
def switched(library: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A project whose collection was replaced by a copy of another distance."""
    monkeypatch.setattr(filling, "SETTLE_SECONDS", 0.0)
    for text in (BEFORE, BEFORE.replace("Cosine", "Dot")):
        library.write("schema/articles.yaml", text)
        assert library.qschema("apply", "--auto-approve").code == 0
    return library


def test_the_old_one_is_held_until_somebody_insists(switched: Shell) -> None:
    shown = switched.qschema("reindex", "status")
    assert "articles__g2" in shown.out
    assert "kept for about 168 h more" in shown.out
    (one,) = json.loads(switched.qschema("reindex", "status", "--json").out)["reindexes"]
    assert one["hold"]["hold"] == "7d"
    assert 0 < one["hold"]["left_seconds"] <= 7 * 86400
    refused = switched.qschema("reindex", "cleanup", "articles", "--auto-approve")
    assert refused.code == 1
    assert "[apply.held]" in refused.err
    assert "--ignore-hold" in refused.err
    done = switched.qschema("reindex", "cleanup", "articles", "--ignore-hold", "--auto-approve")
    assert done.code == 0, done.err
    assert "snapshot" in done.out + done.err
    (one,) = json.loads(switched.qschema("reindex", "status", "--json").out)["reindexes"]
    assert (one["older"], one["hold"]) == ([], None)


def test_what_gives_way_to_its_copy_wants_to_be_allowed(library: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "SETTLE_SECONDS", 0.0)
    library.write("schema/articles.yaml", BEFORE)
    assert library.qschema("apply", "--auto-approve").code == 0
    gap = BEFORE.replace("Cosine", "Dot").replace("replace: blue_green", "replace: blue_green, switch: gap")
    library.write("schema/articles.yaml", gap)
    shown = library.qschema("plan")
    assert "have the name 'articles' lead to 'articles__g2'" in shown.out
    assert "searches and writes by this name fail for a moment" in shown.out
    assert library.qschema("reindex", "start", "articles", "--auto-approve").code == 0
    assert library.qschema("reindex", "verify", "articles").code == 0
    refused = library.qschema("reindex", "promote", "articles", "--auto-approve")
    assert "--allow-destroy articles" in refused.err
    done = library.qschema("reindex", "promote", "articles", "--auto-approve", "--allow-destroy", "articles")
    assert done.code == 0, done.err
    assert "gap seconds: 0." in done.out + done.err
    gone = library.qschema("reindex", "revert", "articles", "--auto-approve")
    assert "[apply.gave-way]" in gone.err
    assert "qschema rollback" in gone.err
