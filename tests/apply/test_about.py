from __future__ import annotations

from qschema.apply.about import names_in
from tests.apply.bench import ARTICLES

LOGS = {"vectors": {}, "payload_indexes": {"level": {"type": "keyword"}}}


def about(bench, declared):
    return names_in(bench.plan(declared).model_dump(mode="json"))


def test_a_plan_is_about_collections_and_aliases(bench):
    assert about(bench, {"articles": ARTICLES, "logs": LOGS}) == {"articles", "docs", "logs"}


def test_it_is_about_the_former_name_too(bench):
    bench.apply({"articles": ARTICLES})
    assert about(bench, {"papers": {**ARTICLES, "renamed_from": "articles"}}) >= {"articles", "papers"}


def test_it_is_about_what_it_only_notes_as_applied(bench):
    bench.apply({"articles": ARTICLES})
    noted = bench.plan({"articles": {**ARTICLES, "lifecycle": {"prevent_destroy": True}}})
    assert not noted.steps
    assert names_in(noted.model_dump(mode="json")) == {"articles"}
