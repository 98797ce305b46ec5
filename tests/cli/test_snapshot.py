"""`qschema snapshot`: what is listed, taken, recovered and removed."""

from __future__ import annotations

import json

import pytest

from qschema.client import QdrantClient, models
from tests.cli.conftest import ARTICLES
from tests.cli.session import Shell


@pytest.fixture
def furnished(library: Shell) -> Shell:
    """A project with one collection that has points."""
    assert library.qschema("apply", "--auto-approve").code == 0
    write(library, range(9))
    return library


def write(shell: Shell, ids) -> None:
    points = [models.PointStruct(id=one, vector={"text": [1, 2, 3, 4]}, payload={"tenant": "a"}) for one in ids]
    with QdrantClient(path=str(shell.folder / ".qschema/local")) as client:
        client.upsert("articles", points)


def points(shell: Shell) -> int:
    with QdrantClient(path=str(shell.folder / ".qschema/local")) as client:
        return client.count("articles").count


def listed(shell: Shell, *command: str):
    return json.loads(shell.qschema("snapshot", *(command or ("list",)), "--json").out)


def test_one_is_taken_and_recovered(furnished):
    (taken,) = listed(furnished, "create")
    assert (taken["declared"], taken["points"], taken["on_instance"]) == ("articles", 9, True)
    assert listed(furnished) == [taken]
    write(furnished, range(20, 23))
    shown = furnished.qschema("snapshot", "restore", taken["id"][:8], "--plan", "--allow-destroy", "articles")
    assert "3 points written (20, 21, 22)" in shown.out
    assert points(furnished) == 12
    refused = furnished.qschema("snapshot", "restore", taken["id"], "--auto-approve")
    assert "[apply.refused]" in refused.err
    ended = furnished.qschema("snapshot", "restore", taken["id"], "--auto-approve", "--allow-destroy", "articles")
    assert ended.code == 0
    assert points(furnished) == 9
    assert furnished.qschema("plan", "--detailed-exitcode").code == 0


def test_a_collection_that_somebody_deleted_by_hand(furnished):
    (taken,) = listed(furnished, "create", "articles", "--download")
    with QdrantClient(path=str(furnished.folder / ".qschema/local")) as client:
        client.delete_collection("articles")
    assert furnished.qschema("snapshot", "restore", taken["id"], "--auto-approve").code == 0
    assert points(furnished) == 9
    assert furnished.qschema("plan", "--detailed-exitcode").code == 0


def test_old_ones_are_shown_and_removed_after_a_yes(furnished):
    ids = [listed(furnished, "create", "--download")[0]["id"] for _ in range(3)]
    assert "[cli.usage]" in furnished.qschema("snapshot", "prune").err
    asked = furnished.qschema("snapshot", "prune", "--keep-last", "1")
    assert asked.code == 1
    assert ids[0][:8] in asked.out
    assert len(listed(furnished)) == 3
    assert furnished.qschema("snapshot", "prune", "--keep-last", "1", "--auto-approve").code == 0
    assert [one["id"] for one in listed(furnished)] == ids[2:]
    (file,) = (furnished.folder / ".qschema/snapshots").iterdir()
    assert file.name.startswith(ids[2])
    file.unlink()
    assert "gone" in furnished.qschema("snapshot", "list").out


def test_progress_as_json_tells_of_snapshots(furnished):
    furnished.write("schema/articles.yaml", ARTICLES.replace("articles:", "papers:"))
    done = furnished.qschema("apply", "--auto-approve", "--allow-destroy", "articles", "--json")
    told = [json.loads(line) for line in done.out.splitlines()]
    (taken,) = (one["snapshot"] for one in told if one["event"] == "snapshot_taken")
    assert (taken["declared"], taken["points"], taken["space"]) == ("articles", 9, "enough")
    assert taken["parts"][0]["size"] > 0


def test_without_a_command_it_says_which_there_are(shell):
    shown = shell.qschema("snapshot")
    assert shown.code == 0
    assert all(word in shown.out for word in ("list", "create", "restore", "prune"))
