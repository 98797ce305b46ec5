"""Processes on a real terminal: the question, its answers, and what ends them from outside."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from tests.cli.session import Shell, command


class Asked:
    """A process that asks on a terminal, and has been seen to do so."""

    def __init__(self, process: subprocess.Popen[str], terminal: int) -> None:
        self._process = process
        self._terminal = terminal
        self.shown = ""

    def wait_for(self, text: str) -> None:
        while text not in self.shown:
            self.shown += os.read(self._terminal, 4096).decode()

    def type(self, text: str) -> None:
        os.write(self._terminal, text.encode())

    def kill(self, number: int) -> None:
        self._process.send_signal(number)

    def end(self) -> tuple[int, str]:
        """Return exit code and stdout; what the terminal shows until then is read meanwhile."""
        out = self._process.stdout.read() if self._process.stdout else ""
        code = self._process.wait(60)
        os.set_blocking(self._terminal, False)
        with suppress(OSError):  # nothing may be left to be read
            self.shown += os.read(self._terminal, 65536).decode()
        return code, out


@contextmanager
def asking(shell: Shell, *args: str) -> Iterator[Asked]:
    terminal, inner = pty.openpty()
    with subprocess.Popen(
        command(*args),
        cwd=shell.folder,
        stdin=inner,
        stderr=inner,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
    ) as process:
        os.close(inner)
        try:
            asked = Asked(process, terminal)
            asked.wait_for("\n> ")
            yield asked
        finally:
            process.kill()
            os.close(terminal)


def test_yes_is_a_yes(library):
    with asking(library, "apply") as asked:
        assert "Only 'yes' is taken for one." in asked.shown
        assert ".qschema" not in library.files()
        asked.type("yes\n")
        code, out = asked.end()
    assert code == 0
    assert "Plan: 2 to add" in out
    assert "Applied: " in asked.shown
    assert library.qschema("plan", "--detailed-exitcode").code == 0


@pytest.mark.parametrize("answer", ["no\n", "y\n", "YES\n", "\n", "\x04"])
def test_anything_else_changes_nothing(library, answer):
    with asking(library, "apply") as asked:
        asked.type(answer)
        code, _ = asked.end()
    assert code == 1
    assert "[cli.declined]" in asked.shown
    assert ".qschema" not in library.files()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_to_be_ended_while_asking_changes_nothing(library, number, code):
    with asking(library, "apply") as asked:
        asked.kill(number)
        ended, _ = asked.end()
    assert ended == code
    assert "Interrupted." in asked.shown
    assert "Traceback" not in asked.shown
    assert ".qschema" not in library.files()


@pytest.mark.parametrize("args", [["apply"], ["unlock", "--repair"]])
def test_without_a_terminal_nobody_is_asked(library, args):
    ended = library.process(*args)
    assert ended.code == 1
    assert "--auto-approve" in ended.err
    assert "[cli.needs-flag]" in ended.err
    assert ".qschema" not in library.files()
