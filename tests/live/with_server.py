"""Run a command against a real Qdrant server.

usage: python -m tests.live.with_server COMMAND [ARG ...]

The server is the one that QSCHEMA_TEST_URL names; else one is started for the command, with a folder and ports of
its own, by the program QSCHEMA_TEST_SERVER, or by ../shared/server/qdrant-server beside the repository. The command
finds it in QSCHEMA_TEST_URL and QSCHEMA_TEST_GRPC_URL. Where there is none, nothing is run, and that is no failure.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys

from tests.live.server import program, running
from tests.memory import temporary_files_in_memory


def main(command: list[str]) -> int:
    """Run the command and return its exit code."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 1
    if url := os.environ.get("QSCHEMA_TEST_URL"):
        print(f"Against the Qdrant at {url}.", file=sys.stderr)
        return subprocess.call(command)
    if program() is None:
        print(
            "There is no Qdrant server to run against; nothing was run.\n"
            "Name one: QSCHEMA_TEST_URL=http://host:6333, or a program that starts one: QSCHEMA_TEST_SERVER=…",
            file=sys.stderr,
        )
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server ends with this process
    with temporary_files_in_memory(), running() as server:
        print(f"Against a Qdrant started for this at {server.url}.", file=sys.stderr)
        names = {"QSCHEMA_TEST_URL": server.url, "QSCHEMA_TEST_GRPC_URL": server.grpc_url}
        return subprocess.call(command, env={**os.environ, **names})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
