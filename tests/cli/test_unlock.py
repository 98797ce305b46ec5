"""A run that died while it held the lock."""

from __future__ import annotations

import re

import pytest

from qschema.apply.lock import ProjectLock
from qschema.client import QdrantClient
from tests.cli.conftest import ARTICLES
from tests.cli.session import Shell


@pytest.fixture
def locked(library: Shell) -> Shell:
    """A project whose lock nobody will ever give back."""
    assert library.qschema("apply", "--auto-approve").code == 0
    with QdrantClient(path=str(library.folder / ".qschema/local")) as client:
        ProjectLock(client, "library", run="a-dead-run").__enter__()
    library.write("schema/articles.yaml", ARTICLES + "    aliases: [docs]\n")
    return library


def token_in(text: str) -> str:
    found = re.search(r"qschema unlock (\S+)", text)
    assert found
    return found[1]


def test_apply_names_the_holder_and_the_command_that_frees_the_lock(locked):
    ended = locked.qschema("apply", "--auto-approve")
    assert ended.code == 1
    assert "[apply.locked]" in ended.err
    assert "process" in ended.err
    assert locked.qschema("unlock", token_in(ended.err), "--auto-approve").code == 0
    assert locked.qschema("apply", "--auto-approve").code == 0


def test_status_and_plan_need_no_lock(locked):
    shown = locked.qschema("status")
    assert shown.code == 0
    assert "Locked by " in shown.out
    assert locked.qschema("plan").code == 0


def test_the_only_holder_needs_no_token(locked):
    freed = locked.qschema("unlock", "--auto-approve")
    assert freed.code == 0
    assert "The lock of the project 'library' is held by " in freed.err
    assert "The lock is free." in freed.err
    assert "Nobody holds the lock" in locked.qschema("unlock").err


def test_the_holder_is_shown_before_a_yes_is_wanted(locked):
    asked = locked.qschema("unlock")
    assert asked.code == 1
    assert asked.err.index("The lock of the project 'library' is held by ") < asked.err.index("--auto-approve")
    assert "Locked by " in locked.qschema("status").out


def test_a_mistyped_token_frees_nothing(locked):
    ended = locked.qschema("unlock", "0" * 32, "--auto-approve")
    assert ended.code == 1
    assert "[apply.no-such-lock]" in ended.err
    assert "Locked by " in locked.qschema("status").out
