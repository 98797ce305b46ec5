"""What a plan is limited to, and the forms in which it is printed."""

from __future__ import annotations

import json

import pytest

from qschema.client import QdrantClient
from tests.cli.conftest import ARTICLES

MORE = ARTICLES + "    hnsw_config: {m: 8}\n  drafts:\n    vectors: {}\n"


@pytest.fixture
def applied(library):
    assert library.qschema("apply", "--auto-approve").code == 0
    return library


def steps(ended):
    return [step["address"] for step in json.loads(ended.out)["steps"]]


def test_a_target_limits_the_plan(applied):
    applied.write("schema/articles.yaml", MORE)
    assert sorted(steps(applied.qschema("plan", "--json"))) == ["articles/hnsw_config", "drafts"]
    assert steps(applied.qschema("plan", "--json", "--target", "drafts")) == ["drafts"]
    none = applied.qschema("plan", "--target", "drfts")
    assert "covers nothing that differs" in none.err


def test_a_limited_plan_is_saved_and_carried_out_as_such(applied):
    applied.write("schema/articles.yaml", MORE)
    assert applied.qschema("plan", "--target", "drafts", "--out", "next.plan").code == 0
    assert applied.qschema("apply", "next.plan").code == 0
    assert steps(applied.qschema("plan", "--json")) == ["articles/hnsw_config"]


def test_pruning_is_shown_by_name_and_only_when_asked_for(applied):
    with QdrantClient(path=".qschema/local") as client:
        client.create_payload_index("articles", "by_hand", "geo")
    assert steps(applied.qschema("plan", "--json")) == []
    assert steps(applied.qschema("plan", "--json", "--prune")) == ["articles/payload_indexes/by_hand"]


def test_drift_alone_is_told_and_nothing_is_done_about_it(applied):
    applied.write("schema/articles.yaml", MORE)
    quiet = applied.qschema("plan", "--refresh-only", "--detailed-exitcode")
    assert (quiet.code, "Drift: 0 differences" in quiet.out) == (0, True)
    with QdrantClient(path=".qschema/local") as client:
        client.delete_payload_index("articles", "tenant")
    told = applied.qschema("plan", "--refresh-only", "--detailed-exitcode")
    assert told.code == 2
    assert "articles/payload_indexes/tenant" in told.out
    assert "drafts" not in told.out


def test_markdown_is_what_a_comment_takes(applied):
    applied.write("schema/articles.yaml", MORE)
    told = applied.qschema("plan", "--markdown")
    assert told.code == 0
    assert told.out.startswith("### qschema plan: <code>library</code>\n")
    assert "<details>" in told.out


@pytest.mark.parametrize(
    "args",
    [
        ("--json", "--markdown"),
        ("--refresh-only", "--target", "articles"),
        ("--refresh-only", "--prune"),
        ("--refresh-only", "--out", "x"),
        ("--refresh-only", "--allow-destroy", "articles"),
        ("--max-rebuilds", "0"),
    ],
)
def test_what_excludes_each_other_is_a_usage_error(library, args):
    assert library.qschema("plan", *args).code == 1
