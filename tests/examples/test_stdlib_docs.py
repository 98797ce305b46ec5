"""The parts of the demo, on a piece of its documents; `make demo` runs it as a whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from examples.stdlib_docs import demo, queries
from examples.stdlib_docs.corpus import Doc, walk
from examples.stdlib_docs.load import COLLECTION, load
from qschema.apply.planning import plan_for
from qschema.apply.run import apply_plan
from qschema.client import QdrantClient
from qschema.migrations.folding import check_saved
from qschema.migrations.order import check_one_head, in_order
from qschema.migrations.reading import read_migrations
from qschema.schema import Project, load_project, load_schema

PACKAGES = ("bz2", "calendar", "datetime", "email", "gzip", "json", "lzma", "statistics", "tarfile", "zlib")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(demo, "WORK", tmp_path / "work")
    demo.prepare()
    return load_project(demo.WORK)


@pytest.fixture(scope="module")
def docs() -> list[Doc]:
    return [doc for doc in walk() if doc.package in PACKAGES]


def bring(client: QdrantClient, project: Project) -> None:
    """Bring an instance to what the project declares."""
    plan = plan_for(client, load_schema(project, "local"), place="here")
    apply_plan(client, plan, place="here")


def test_every_question_has_answers(project, docs):
    with QdrantClient(":memory:") as client:
        bring(client, project)
        told: list[int] = []
        load(client, docs, told.append)
        assert told[-1] == client.count(COLLECTION).count == len(docs)
        for question in queries.FIRST:
            assert question(client), question.__doc__
        demo.edit()
        bring(client, project)
        assert queries.longest_signatures(client)


def test_answers_are_to_the_point(project, docs):
    with QdrantClient(":memory:") as client:
        bring(client, project)
        load(client, docs, lambda _: None)
        assert all(name.startswith("statistics.") for name, _ in queries.filtered(client))
        assert "calendar.isleap" in dict(queries.full_text(client))
        assert any("compress" in name for name, _ in queries.misspelt(client))
        assert any("date" in name for name, _ in queries.hybrid(client))


def test_every_edit_finds_its_place(project):
    before = (demo.WORK / demo.SCHEMA).read_text(encoding="utf-8")
    assert [before.count(old) for old, _ in demo.EDITS] == [1] * len(demo.EDITS)
    demo.edit()
    declared = load_schema(project, "local").collections[COLLECTION].spec.as_json()
    assert declared["aliases"] == [queries.ALIAS]
    assert declared["payload_indexes"]["signature_length"] == {"type": "integer"}
    assert declared["hnsw_config"] == {"m": 24, "ef_construct": 128}
    assert declared["quantization_config"]


def test_the_migrations_lead_to_what_is_declared(project):
    ordered = in_order(read_migrations(demo.ROOT))
    check_one_head(ordered)
    check_saved(ordered, load_schema(project))
    assert len(ordered) == 2


def test_the_root_of_the_repository_is_the_project_of_the_demo(tmp_path):
    for name in ("qschema.yaml", demo.SCHEMA):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(demo.ROOT / name, tmp_path / name)
    assert load_schema(load_project(tmp_path), "local").collections.keys() == {COLLECTION}
