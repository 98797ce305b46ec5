"""The tours in the documents, walked: files are written, commands run, Python run, and outputs compared."""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pytest

import qschema
from qschema.cli.main import run
from tests.cli.session import Shell, plain

ROOT = Path(qschema.__path__[0]).parent
TOURS = ("README.md", "docs/getting-started.md")
HOME = "/home/you/library"
"""Where the documents say that the project lies."""


class Block(NamedTuple):
    """A fenced block of a document."""

    language: str
    text: str


class Terminal(io.StringIO):
    """Somebody who answers every question with yes; what is typed shows on the same screen."""

    def isatty(self) -> bool:
        return True

    def readline(self, *_: object) -> str:
        self.write("yes\n")
        return "yes\n"


def blocks(document: str) -> Iterator[Block]:
    for language, text in re.findall(r"^```(\w+)\n(.*?)^```$", document, re.MULTILINE | re.DOTALL):
        yield Block(language, text)


def walk(console: str) -> str:
    """Run the commands of a console block, and return the block as it looks then."""
    screen = Terminal()
    for line in console.splitlines():
        if line.startswith("$ "):
            screen.write(f"{line}\n")
        if line.startswith("$ qschema"):
            with redirect_stdout(screen), redirect_stderr(screen), pytest.MonkeyPatch.context() as patch:
                patch.setattr(sys, "stdin", screen)
                run(shlex.split(line)[2:])
    return screen.getvalue()


@pytest.mark.parametrize("name", TOURS)
def test_the_tour_goes_as_it_is_told(shell: Shell, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    for language, text in blocks((ROOT / name).read_text(encoding="utf-8")):
        file = re.match(r"# (\S+\.yaml)\b", text)
        if language == "yaml" and file:
            shell.write(file[1], text)
        elif language == "python":
            told = io.StringIO()
            with redirect_stdout(told):
                exec(compile(text, name, "exec"), {})
            assert told.getvalue().splitlines() == re.findall(r"^# → (.*)$", text, re.MULTILINE)
        elif language == "console":
            assert plain(walk(text), shell) == plain(text.replace(HOME, "/library"), shell)
