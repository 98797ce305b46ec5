"""Saved migrations on a real server: killed between two, gone on with, taken back, and carried out again."""

from __future__ import annotations

import json

import pytest

from qschema.client import QdrantClient, models
from tests.cli.session import Ended, Shell

pytestmark = pytest.mark.live

PROJECT = """\
project: {name}
schemas: [schema.yaml]
environments:
  prod: {{url: "${{LIBRARY_URL}}", overrides: {{collections: {{{name}: {{hnsw_config: {{m: 20}}}}}}}}}}
default_environment: prod
"""

FIRST = "collections:\n  {name}:\n    vectors: {{text: {{size: 4, distance: Cosine}}}}\n    hnsw_config: {{m: 16}}\n"
SECOND = FIRST + "    payload_indexes: {{year: integer}}\n    aliases: [{name}-docs]\n"
THIRD = SECOND.replace("year: integer", "year: integer, tenant: keyword")


def done(ended: Ended) -> str:
    assert ended.code == 0, ended.err
    return ended.out + ended.err


@pytest.fixture
def library(live_url, name, tmp_path, monkeypatch):
    """A project with three saved migrations."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIBRARY_URL", live_url)
    monkeypatch.delenv("QDRANT_API_KEY", raising=False)
    shell = Shell(tmp_path)
    shell.write("qschema.yaml", PROJECT.format(name=name))
    for number, schema in enumerate((FIRST, SECOND, THIRD)):
        shell.write("schema.yaml", schema.format(name=name))
        done(shell.qschema("plan", "--save", f"step {number}"))
    yield shell
    with QdrantClient(live_url) as client:
        client.delete_collection(name)


def runs(library: Shell) -> list[tuple[str, str]]:
    found = json.loads(done(library.qschema("history", "--json")))
    return [((run["migration"] or {}).get("name", ""), run["outcome"]) for run in found]


def test_every_migration_is_carried_out_once_whatever_happens(library, live_url, name):
    done(library.qschema("check"))
    killed = library.process("apply", "--auto-approve", QSCHEMA_FAILPOINT="set_alias:before-execute")
    assert killed.code == -9
    with QdrantClient(live_url) as client:
        assert client.get_collection(name).config.hnsw_config.m == 20
        points = [models.PointStruct(id=one, vector={"text": [1, 0, 0, one]}, payload={"year": one}) for one in (1, 2)]
        client.upsert(name, points)
        done(library.qschema("unlock", "--auto-approve"))  # waiting for it would take a minute
        done(library.qschema("apply", "--auto-approve"))
        assert client.count(f"{name}-docs").count == 2
    first, second, third = "0001_step_0", "0002_step_1", "0003_step_2"
    assert runs(library) == [(first, "done"), (second, "unfinished"), (second, "done"), (third, "done")]
    assert "No changes" in done(library.qschema("apply", "--auto-approve"))

    done(library.qschema("rollback", "--auto-approve"))
    assert third in done(library.qschema("plan"))
    done(library.qschema("apply", "--auto-approve"))
    assert runs(library)[-2:] == [("", "done"), (third, "done")]
    done(library.qschema("plan", "--detailed-exitcode"))
    assert third in done(library.qschema("status"))
