"""Commands and what they print: run in this process, or as processes of their own; and written down as sessions."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from qschema.cli.main import run


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


class Shell:
    """Runs commands in a folder.

    Args:
        folder: The folder; the current one has to be the same for commands that run in this process.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, text: str) -> None:
        """Write a file, making the folders on the way."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def files(self) -> set[str]:
        """Return the paths of all files and folders."""
        return {str(file.relative_to(self.folder)) for file in self.folder.rglob("*")}

    def qschema(self, *args: str) -> Ended:
        """Run a command in this process, where nobody can be asked."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err), patch("sys.stdin", io.StringIO()):
            code = run(args)
        return Ended(code, out.getvalue(), err.getvalue())

    def process(self, *args: str, **environ: str) -> Ended:
        """Run a command as a process of its own, without a terminal."""
        done = subprocess.run(
            command(*args),
            cwd=self.folder,
            env={**os.environ, **environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)


def command(*args: str) -> list[str]:
    """Return the command line of a process; a warning is an error there, as it is here."""
    return [sys.executable, "-W", "error", "-m", "qschema.cli", *args]


def replay(session: str, shell: Shell) -> str:
    """Run the commands of a session and return it with what they print now.

    A session is text. `$ qschema …` runs a command, `$ write FILE` writes the lines after it that start with `| `. What
    a command printed stands below it: stdout as it is, stderr with `! ` before each line, and `= CODE` if that isn't 0.
    Other lines that start with `# ` are for people.
    """
    return "".join(_replayed(session, shell))


def _replayed(session: str, shell: Shell) -> Iterator[str]:
    lines = session.splitlines()
    for number, line in enumerate(lines):
        if line.startswith("# "):
            yield f"{line}\n"
        elif line.startswith("$ write "):
            body = list(_body(lines[number + 1 :]))
            shell.write(line.removeprefix("$ write "), "".join(f"{one}\n" for one in body))
            yield f"{line}\n" + "".join(f"| {one}".rstrip() + "\n" for one in body)
        elif line.startswith("$ qschema"):
            ended = shell.qschema(*shlex.split(line)[2:])
            yield f"{line}\n{plain(ended.out, shell)}"
            yield "".join(f"! {one}".rstrip() + "\n" for one in plain(ended.err, shell).splitlines())
            yield f"= {ended.code}\n" if ended.code else ""


def _body(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if not line.startswith("|"):
            return
        yield line[2:]


_VOLATILE = (
    (r"\d{4}-\d\d-\d\d([ T])\d\d:\d\d:\d\d(\.\d+)?(?=( UTC|\+00:00|Z)?)", r"2026-01-01\g<1>00:00:00"),
    (r"\(\d+\.\d s\)", "(0.0 s)"),
    (r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}|\b[0-9a-f]{32}\b", "<id>"),
    (r"sha256:[0-9a-f]{64}", "sha256:<hash>"),
    (r"\b(snapshot|run) [0-9a-f]{8}\b", r"\g<1> 12345678"),
    (r"(snapshot \d{8}\b.* points?), [\d.]+ [KM]B", r"\g<1>, 1 KB"),
    (r"\S+ on \S+ \(process \d+\)", "somebody on a-machine (process 1)"),
)


def plain(text: str, shell: Shell) -> str:
    """Return text without what differs from run to run."""
    text = text.replace(str(shell.folder.resolve()), "/library")
    for pattern, stand_in in _VOLATILE:
        text = re.sub(pattern, stand_in, text)
    return text
