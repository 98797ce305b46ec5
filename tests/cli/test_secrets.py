"""No key and no password is ever printed, saved, or written to the ledger."""

from __future__ import annotations

import pytest

from tests.cli.session import Ended, Shell

KEY = 'k"ey-that-nobody-may-see'
PASSWORD = "a-word-that-nobody-may-see"

PROJECT = """\
project: library
schemas: [schema.yaml]
environments:
  local: {path: instance}
  prod: {url: "http://127.0.0.1:1", api_key: "${LIBRARY_KEY}"}
default_environment: local
"""

SCHEMA = """\
collections:
  articles:
    vectors: {size: 4, distance: Cosine}
    metadata: {note: '${LIBRARY_KEY}'}
    description: 'written with ${LIBRARY_KEY}'
"""

COMMANDS = (
    ["plan"],
    ["plan", "--json"],
    ["plan", "--out", "saved.plan"],
    ["apply", "saved.plan"],
    ["apply", "--auto-approve"],
    ["apply"],
    ["plan", "--allow-destroy", KEY],
    ["status"],
    ["status", "--json"],
    ["history"],
    ["history", "--json"],
    ["history", "--export"],
    ["unlock"],
    ["unlock", KEY],
    ["unlock", "--repair", "--auto-approve"],
    ["import", "--out", "imported.yaml"],
)


@pytest.fixture
def guarded(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("LIBRARY_KEY", KEY)
    monkeypatch.setenv("QDRANT_API_KEY", KEY)
    shell.write("qschema.yaml", PROJECT)
    shell.write("schema.yaml", SCHEMA)
    return shell


def harmless(ended: Ended) -> bool:
    told = ended.out + ended.err
    return not any(secret in told for secret in (KEY, KEY.replace('"', '\\"'), PASSWORD))


@pytest.mark.parametrize(
    "place",
    [["--env", "prod"], ["--url", "http://127.0.0.1:1"], ["--url", f"http://somebody:{PASSWORD}@127.0.0.1:1"]],
)
def test_nothing_that_goes_wrong_tells_a_secret(guarded, place):
    for command in COMMANDS:
        ended = guarded.qschema("--debug", *place, *command)
        assert ended.code == 1, command
        assert harmless(ended), command
    assert guarded.files() == {"qschema.yaml", "schema.yaml"}


def test_nothing_that_goes_well_tells_a_secret(guarded):
    guarded.qschema("--env", "prod", "plan")  # from here on the key is known as one
    ended = {tuple(command): guarded.qschema(*command) for command in COMMANDS}
    assert all(map(harmless, ended.values()))
    assert ended["apply", "--auto-approve"].code == 0, ended
    exported = ended["history", "--export"].out
    assert "***" in exported
    written = [file for file in guarded.folder.iterdir() if file.suffix in (".plan", ".yaml")]
    assert not any(KEY in file.read_text() for file in written)


def test_a_secret_is_not_saved_in_a_plan(guarded):
    guarded.qschema("--env", "prod", "plan")
    ended = guarded.qschema("plan", "--out", "saved.plan")
    assert ended.code == 1
    assert harmless(ended)
    assert not (guarded.folder / "saved.plan").exists()
