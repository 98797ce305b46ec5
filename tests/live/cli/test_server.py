"""The command line against a real server: keys, what they allow, and what is told of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from qschema.client import QdrantClient
from tests.cli.session import Shell

pytestmark = pytest.mark.live

KEY, READ_KEY = "the-key-of-everything", "the-key-that-only-reads"

PROJECT = """\
project: {name}
schemas: [schema.yaml]
environments:
  prod: {{url: "${{LIBRARY_URL}}", api_key: "${{LIBRARY_KEY}}"}}
  readers: {{url: "${{LIBRARY_URL}}", api_key: "{read_key}"}}
default_environment: prod
"""

SCHEMA = """\
collections:
  {name}:
    vectors: {{size: 4, distance: Cosine}}
    metadata: {{note: 'made with ${{LIBRARY_KEY}}'}}
    payload_indexes: {{tenant: keyword}}
    aliases: [{name}-docs]
"""


@pytest.fixture(scope="module")
def guarded_url(start_server):
    return start_server("--api-key", KEY, "--read-only-api-key", READ_KEY)


@pytest.fixture
def library(guarded_url: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A project on a server that wants a key."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIBRARY_URL", guarded_url)
    monkeypatch.setenv("LIBRARY_KEY", KEY)
    monkeypatch.delenv("QDRANT_API_KEY", raising=False)
    shell = Shell(tmp_path)
    shell.write("qschema.yaml", PROJECT.format(name=name, read_key=READ_KEY))
    shell.write("schema.yaml", SCHEMA.format(name=name))
    return shell


def test_from_nothing_to_nothing_left_to_do(library, name):
    assert library.qschema("plan", "--detailed-exitcode").code == 2
    assert library.qschema("apply", "--auto-approve").code == 0
    assert library.qschema("plan", "--detailed-exitcode").code == 0
    assert "The instance is as declared." in library.qschema("status").out
    assert f"{name}: create the collection" in library.qschema("history").out


def test_a_url_takes_its_key_from_the_environment(library, guarded_url, monkeypatch):
    refused = library.qschema("--url", guarded_url, "plan")
    assert refused.code == 1
    assert "[qdrant.unauthorized]" in refused.err
    monkeypatch.setenv("QDRANT_API_KEY", READ_KEY)
    assert library.qschema("--url", guarded_url, "plan").code == 0


def test_a_key_that_only_reads_plans_and_looks_and_changes_nothing(library, guarded_url, name):
    for command in (["plan"], ["status"], ["history"], ["unlock"], ["import", "--out", "found.yaml"]):
        ended = library.qschema("--env", "readers", *command)
        assert ended.code == 0, ended.err
    refused = library.qschema("--env", "readers", "apply", "--auto-approve")
    assert refused.code == 1
    assert "[apply.no-permission]" in refused.err
    with QdrantClient(guarded_url, api_key=KEY) as client:
        assert not client.collection_exists(name)


def test_no_key_is_told_or_written_down(library):
    told = ""
    for command in (
        ["plan"],
        ["plan", "--json"],
        ["plan", "--out", "saved.plan"],
        ["apply", "--auto-approve"],
        ["--env", "readers", "plan", "--json"],
        ["--env", "readers", "apply", "--auto-approve"],
        ["status", "--json"],
        ["status"],
        ["history"],
        ["history", "--json"],
        ["history", "--export"],
        ["unlock"],
        ["unlock", KEY],
        ["--debug", "--env", "readers", "unlock", "--repair", "--auto-approve"],
    ):
        ended = library.qschema(*command)
        told += ended.out + ended.err
    assert "made with ***" in told
    assert KEY not in told
    assert READ_KEY not in told
    assert not (library.folder / "saved.plan").exists()


def test_an_import_is_followed_by_a_plan_that_only_adopts(guarded_url, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QDRANT_API_KEY", KEY)
    with QdrantClient(guarded_url, api_key=KEY) as client:
        client.create_collection(name, vectors_config={})
        client.create_payload_index(name, "tenant", "keyword")
    shell = Shell(tmp_path)
    assert shell.qschema("--url", guarded_url, "import", name).code == 0
    assert shell.qschema("init", name).code == 0
    planned = shell.qschema("--url", guarded_url, "plan", "--detailed-exitcode")
    assert planned.code == 0, planned.out
    assert "adopts a collection" in planned.out


def test_a_server_is_asked_by_its_name_with_and_without_a_slash(library, guarded_url, monkeypatch):
    monkeypatch.setenv("QDRANT_API_KEY", KEY)
    assert (
        library.qschema("--url", guarded_url, "plan", "--json").out
        == library.qschema("--url", f"{guarded_url}/", "plan", "--json").out
    )
