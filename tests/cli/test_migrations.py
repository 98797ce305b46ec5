"""Saved migrations from the command line: what is gone on with, taken back, begun late, and refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qschema.client import QdrantClient
from tests.cli.session import Shell

SCHEMA = """\
collections:
  articles:
    vectors: {{text: {{size: 4, distance: Cosine}}}}
    payload_indexes: {indexes}
"""

REST = [("0002_two", "done", 1), ("0003_three", "done", 1)]
"""What `history` returns of the second and the third of `three`."""


def declare(shell: Shell, *fields: str) -> None:
    """Declare a collection with indexes of these fields."""
    shell.write("schema/articles.yaml", SCHEMA.format(indexes=dict.fromkeys(fields, "keyword")).replace("'", ""))


def done(shell: Shell, *args: str) -> str:
    """Run a command that ends well, and return what it printed."""
    ended = shell.qschema(*args)
    assert ended.code == 0, ended.err
    return ended.out + ended.err


def refused(shell: Shell, code: str, *args: str) -> str:
    """Run a command that is refused, and return what it said."""
    ended = shell.qschema(*args)
    assert ended.code == 1
    assert f"[{code}]" in ended.err
    return ended.err


def save(shell: Shell, name: str, *fields: str, options: tuple[str, ...] = ()) -> Path:
    """Declare something and save it, and return the file."""
    declare(shell, *fields)
    done(shell, "plan", "--save", name, *options)
    return max((shell.folder / "migrations").iterdir())


def history(shell: Shell) -> list[tuple[str, str, int]]:
    """Return of each run the migration, how it ended, and how many steps it came to."""
    runs = json.loads(done(shell, "history", "--json"))
    return [((run["migration"] or {}).get("name", ""), run["outcome"], len(run["steps"])) for run in runs]


@pytest.fixture
def three(library: Shell) -> Shell:
    """A project with three saved migrations."""
    save(library, "one", "tenant")
    save(library, "two", "tenant", "year")
    save(library, "three", "tenant", "year", "kind")
    return library


def test_what_was_killed_is_gone_on_with_by_another_apply(three):
    killed = three.process("apply", "--auto-approve", QSCHEMA_FAILPOINT="create_index:before-execute")
    assert killed.code == -9
    told = done(three, "apply", "--auto-approve")
    assert "did not end" in told
    assert history(three) == [("0001_one", "unfinished", 2), ("0001_one", "done", 1), *REST]
    assert "No changes" in done(three, "apply", "--auto-approve")


def test_a_run_is_resumed_with_what_its_migration_declares_and_the_rest_follows(three):
    three.process("apply", "--auto-approve", QSCHEMA_FAILPOINT="create_index:before-execute")
    told = done(three, "apply", "--resume")
    assert "of migration 0001_one at step 2 of 2" in told
    assert "what comes after it: 0002_two, 0003_three" in told
    assert history(three) == [("0001_one", "unfinished", 2), ("0001_one", "done", 1)]
    assert "0002_two, 0003_three" in done(three, "status")
    done(three, "apply", "--auto-approve")
    assert history(three)[2:] == REST


def test_a_run_whose_migration_is_gone_is_not_resumed(three):
    three.process("apply", "--auto-approve", QSCHEMA_FAILPOINT="create_index:before-execute")
    for file in (three.folder / "migrations").iterdir():
        file.unlink()
    refused(three, "apply.can-not-resume", "apply", "--resume")


def test_what_is_taken_back_is_carried_out_again(three):
    done(three, "apply", "--auto-approve")
    done(three, "rollback", "--auto-approve")
    assert "0003_three" in done(three, "plan")
    done(three, "apply", "--auto-approve")
    assert history(three)[-1] == ("0003_three", "done", 1)


def test_an_instance_that_is_as_one_of_them_leaves_it_has_that_recorded(library):
    declare(library, "tenant")
    done(library, "apply", "--auto-approve")
    save(library, "one", "tenant")
    done(library, "apply", "--auto-approve")
    assert history(library) == [("", "done", 2), ("0001_one", "done", 0)]
    assert "No changes" in done(library, "apply", "--auto-approve")
    assert len(history(library)) == 2


def test_one_that_began_late_is_not_led_back_to_the_beginning(three):
    """By its ledger it has had no migration, but it is as the second one leaves it."""
    declare(three, "tenant", "year")
    (three.folder / "migrations").rename(three.folder / "later")
    done(three, "apply", "--auto-approve")
    (three.folder / "later").rename(three.folder / "migrations")
    declare(three, "tenant", "year", "kind")
    assert "It begins at 0002_two; it is as that one leaves it" in done(three, "apply", "--auto-approve")
    assert history(three)[1:] == [("0002_two", "done", 0), ("0003_three", "done", 1)]


def test_one_that_is_as_none_of_them_leaves_it_gets_one_plan(three):
    declare(three, "other")
    (three.folder / "migrations").rename(three.folder / "later")
    done(three, "apply", "--auto-approve")
    (three.folder / "later").rename(three.folder / "migrations")
    declare(three, "tenant", "year", "kind")
    assert "one plan leads there" in done(three, "apply", "--auto-approve")
    assert history(three)[1:] == [("0003_three", "done", 4)]
    done(three, "plan", "--detailed-exitcode")


def test_what_somebody_changed_by_hand_is_set_right_once_all_are_done(three):
    done(three, "apply", "--auto-approve")
    with QdrantClient(path=".qschema/local") as client:
        client.delete_payload_index("articles", "year")
    done(three, "apply", "--auto-approve")
    assert history(three)[-1] == ("", "done", 1)


def test_a_file_that_was_edited_is_refused_one_way_before_and_another_after(three):
    file = three.folder / "migrations" / "0001_one.yaml"
    whole = file.read_text()
    file.write_text(whole.replace("tenant: keyword", "tenant: integer"))
    assert "if no instance has had it" in refused(three, "migration.altered", "apply", "--auto-approve")
    refused(three, "migration.altered", "check")
    refused(three, "migration.altered", "plan", "--save", "more")
    file.write_text(whole)
    done(three, "apply", "--auto-approve")
    file.write_text(whole.replace("tenant: keyword", "tenant: integer"))
    assert "change the declaration instead" in refused(three, "migration.applied-altered", "apply")


def test_a_missing_file_is_a_hole_or_unknown(three):
    done(three, "apply", "--auto-approve")
    middle, last = (three.folder / "migrations" / name for name in ("0002_two.yaml", "0003_three.yaml"))
    text = middle.read_text()
    middle.unlink()
    refused(three, "migration.hole", "apply", "--auto-approve")
    middle.write_text(text)
    last.unlink()
    declare(three, "tenant", "year")
    assert "0003_three" in refused(three, "migration.unknown", "apply", "--auto-approve")
    done(three, "check")
    assert "Note: this instance has had a migration" in done(three, "status")


def test_two_branches_are_joined_and_every_instance_gets_what_it_lacks(library):
    save(library, "one", "tenant")
    mine = save(library, "mine", "tenant", "year")
    done(library, "apply", "--auto-approve")
    kept = mine.read_text()
    mine.unlink()
    theirs = save(library, "theirs", "tenant", "kind")
    mine.write_text(kept)
    assert theirs.name == "0002_theirs.yaml"
    declare(library, "tenant", "year", "kind")
    for command in (["apply", "--auto-approve"], ["check"], ["plan", "--save", "both"]):
        assert "--merge" in refused(library, "migration.two-heads", *command)
    joined = save(library, "both", "tenant", "year", "kind", options=("--merge",))
    assert joined.name == "0003_both.yaml"
    done(library, "check")
    done(library, "apply", "--auto-approve")
    assert [name for name, *_ in history(library)] == ["0001_one", "0002_mine", "0002_theirs", "0003_both"]
    done(library, "--path", "elsewhere", "apply", "--auto-approve")
    for instance in ([], ["--path", "elsewhere"]):
        done(library, *instance, "plan", "--detailed-exitcode")


def test_what_loses_data_wants_a_grant_in_the_file_or_now(library):
    save(library, "one", "tenant")
    library.write("schema/articles.yaml", "collections: {}\n")
    told = done(library, "plan", "--save", "nothing")
    assert "to allow it in the file: --allow-destroy articles" in told
    refused(library, "apply.refused", "apply", "--auto-approve")
    assert history(library) == [("0001_one", "done", 2)]
    done(library, "apply", "--auto-approve", "--allow-destroy", "articles")
    (library.folder / "migrations" / "0002_nothing.yaml").unlink()
    done(library, "plan", "--save", "nothing, and that is meant", "--allow-destroy", "articles")
    done(library, "--path", "elsewhere", "apply", "--auto-approve")


def test_something_impossible_is_not_saved(library):
    library.write("schema/articles.yaml", "collections: {articles: {lifecycle: {prevent_destroy: true}}}\n")
    done(library, "plan", "--save", "one")
    library.write("schema/articles.yaml", "collections: {}\n")
    ended = library.qschema("plan", "--save", "two", "--allow-destroy", "articles")
    assert ended.code == 1
    assert "prevent_destroy" in ended.out
    assert len(list((library.folder / "migrations").iterdir())) == 1


def test_a_key_of_an_environment_is_not_saved(library, monkeypatch):
    monkeypatch.setenv("LIBRARY_KEY", "the-key-of-everything")
    library.write(
        "qschema.yaml",
        "project: library\nschemas: [schema/*.yaml]\n"
        'environments: {prod: {url: "http://localhost:1", api_key: "${LIBRARY_KEY}"}}\n',
    )
    library.write("schema/articles.yaml", 'collections: {articles: {metadata: {key: "${LIBRARY_KEY}"}}}\n')
    refused(library, "migration.secret", "plan", "--save", "one")
    assert not (library.folder / "migrations").exists()


def test_a_plan_that_was_saved_before_a_migration_has_to_wait(library):
    done(library, "plan", "--out", "saved.plan")
    done(library, "plan", "--save", "one")
    assert "0001_one" in refused(library, "migration.pending", "apply", "saved.plan")


def test_as_json_each_migration_is_announced(three):
    lines = [json.loads(line) for line in done(three, "apply", "--auto-approve", "--json").splitlines()]
    assert [line["name"] for line in lines if line["event"] == "migration"] == ["0001_one", "0002_two", "0003_three"]
    assert [one["name"] for one in json.loads(done(three, "status", "--json"))["migrations"]] == [
        "0001_one",
        "0002_two",
        "0003_three",
    ]
