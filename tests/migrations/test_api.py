"""Saved migrations by `qschema.apply`: as by the command line."""

from __future__ import annotations

import pytest

import qschema
from qschema.migrations.errors import PendingError, UnsavedError
from qschema.schema.dump import dump
from tests.migrations.folder import Folder, schema_of

ONE = schema_of({"articles": {"payload_indexes": {"year": {"type": "integer"}}}})
TWO = schema_of({"articles": {"payload_indexes": {"year": {"type": "integer"}}, "aliases": ["docs"]}})


@pytest.fixture
def project(tmp_path):
    """A project with two saved migrations."""
    folder = Folder(tmp_path)
    (tmp_path / "qschema.yaml").write_text("project: library\nschemas: [schema.yaml]\n")
    folder.save(ONE, "one")
    folder.save(TWO, "two")
    declare(tmp_path, TWO)
    return tmp_path


def declare(directory, schema):
    text = dump({name: one.spec for name, one in schema.collections.items()})
    (directory / "schema.yaml").write_text(text, encoding="utf-8")


def test_they_are_carried_out_in_order_and_once(project):
    with qschema.QdrantClient(":memory:") as client:
        done = qschema.apply(project, client=client)
        runs = qschema.history(project, client=client)
        assert [str(run.migration).split()[0] for run in runs] == ["0001_one", "0002_two"]
        assert done.run == runs[-1].id
        assert done.steps == ("done", "done", "done")
        assert qschema.apply(project, client=client).run == ""
        assert [one.name for one in qschema.status(project, client=client).migrations] == ["0001_one", "0002_two"]


def test_as_long_as_there_are_any_nothing_goes_past_them(project):
    with qschema.QdrantClient(":memory:") as client:
        planned = qschema.plan(project, client=client)
        for other in ({"plan": planned}, {"target": "articles"}, {"prune": True}):
            with pytest.raises(PendingError):
                qschema.apply(project, client=client, **other)
        declare(project, ONE)
        with pytest.raises(UnsavedError):
            qschema.apply(project, client=client)
        assert qschema.history(project, client=client) == ()
