"""Other Python processes that tests start, wait for and kill."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import Any


class Process:
    """A Python process that runs some code with arguments, and is told to go on line by line."""

    def __init__(self, code: str, *arguments: Any) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", "-c", code, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def line(self) -> str:
        """Wait for the next line that it prints."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            assert self._process.stderr
            raise AssertionError(f"the process ended: {self._process.stderr.read()}")
        return line.rstrip("\n")

    def go_on(self) -> None:
        """Give it a line to read."""
        assert self._process.stdin
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def end(self) -> tuple[int, str, str]:
        """Wait for its end; return its status, and what else it printed and complained of."""
        out, err = self._process.communicate(timeout=60)
        return self._process.returncode, out, err

    def kill_and_read(self) -> list[str]:
        """End it without a chance to do anything; return the whole lines that it had printed and nobody had read."""
        self._process.send_signal(signal.SIGKILL)
        assert self._process.stdout
        lines = self._process.stdout.read().splitlines(keepends=True)
        self.kill()
        return [line.rstrip("\n") for line in lines if line.endswith("\n")]

    def kill(self) -> None:
        """End it without a chance to do anything; a second call does nothing."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
        self._process.wait(60)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert stream
            stream.close()
