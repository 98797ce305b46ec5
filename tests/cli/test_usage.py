"""What the command line says of itself when it is misused: exit code 1, never click's 2."""

from __future__ import annotations

import json

import pytest

MISUSES = [
    (["--nonsense"], "No such option"),
    (["nonsense"], "there is no command 'nonsense'"),
    (["plam"], "did you mean plan?"),
    (["plan", "--nonsense"], "No such option"),
    (["plan", "extra"], "unexpected extra argument"),
    (["plan", "--url", "http://localhost"], "No such option"),
    (["--url", "http://localhost", "--path", "x", "plan"], "give one of them"),
    (["--env", "local", "--url", "http://localhost", "plan"], "give one of them"),
    (["apply", "--lock-timeout", "90"], "no duration"),
    (["apply", "--lock-timeout", "soon"], "no duration"),
    (["init", "Big Library"], "no name for a project"),
    (["unlock", "--repair", "some-token"], "takes no TOKEN"),
]


@pytest.mark.parametrize(("args", "said"), MISUSES)
def test_a_misuse_exits_with_1_and_says_what_to_do(library, args, said):
    before = library.files()
    ended = library.qschema(*args)
    assert ended.code == 1
    assert ended.out == ""
    assert said in ended.err
    assert "[cli.usage]" in ended.err
    assert "→" in ended.err
    assert library.files() == before


def test_an_option_behind_the_command_is_sent_before_it(library):
    assert "put it before the command: qschema --url … plan" in library.qschema("plan", "--url", "http://x").err


def test_no_command_is_help(shell):
    alone, asked = shell.qschema(), shell.qschema("--help")
    assert alone == asked
    assert alone.code == 0
    assert "plan" in alone.out


@pytest.mark.parametrize("args", [["plan", "--json", "--nonsense"], ["status", "--json"], ["history", "--json"]])
def test_with_json_an_error_is_json(shell, args):
    ended = shell.qschema(*args)
    assert ended.code == 1
    assert ended.err == ""
    assert json.loads(ended.out)["error"].keys() == {"code", "what", "where", "why", "fix"}


def test_several_mistakes_are_told_one_by_one(library):
    library.write("schema/articles.yaml", "collections:\n  articles: {vectorz: 1, hnsw: {}}\n")
    as_text, as_json = library.qschema("plan"), library.qschema("plan", "--json")
    assert as_text.code == as_json.code == 1
    assert as_text.err.count("Error: ") == 2
    assert as_text.err.count("schema/articles.yaml:2:") == 2
    assert len(json.loads(as_json.out)["error"]["errors"]) == 2


@pytest.mark.parametrize("command", ["plan", "apply", "status", "unlock"])
def test_without_a_project_the_way_to_one_is_told(shell, command):
    ended = shell.qschema(command)
    assert ended.code == 1
    assert "[project.missing]" in ended.err
    assert "qschema init" in ended.err
    assert shell.files() == set()


@pytest.mark.parametrize("command", ["plan", "apply", "status", "history", "unlock", "import"])
@pytest.mark.parametrize(
    ("url", "said"),
    [("ftp://somewhere", "http"), ("http://user:a-password@host", "user names"), ("http://127.0.0.1:1", "")],
)
def test_an_address_that_leads_nowhere_is_an_error(library, command, url, said):
    before = library.files()
    ended = library.qschema("--url", url, command)
    assert ended.code == 1
    assert ended.out == ""
    assert said in ended.err
    assert "internal" not in ended.err
    assert "a-password" not in ended.err
    assert library.files() == before


def test_an_unknown_environment_is_told_with_the_known_ones(library):
    ended = library.qschema("--env", "prod", "plan")
    assert ended.code == 1
    assert "local" in ended.err


def test_what_nobody_thought_of_is_told_as_that(library, monkeypatch):
    import qschema.cli.plan

    def fail(*_: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(qschema.cli.plan, "deployment_of", fail)
    quiet, loud = library.qschema("plan"), library.qschema("--debug", "plan")
    assert quiet.code == loud.code == 1
    assert "ZeroDivisionError: division by zero" in quiet.err
    assert "[internal]" in quiet.err
    assert "Traceback" not in quiet.err
    assert "Traceback" in loud.err
