"""What a real Qdrant 1.19.0 answered over gRPC, call by call, against `qschema serve` over a socket."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable

import pytest

from tests.live.serve.test_golden import RECORDINGS
from tests.servers import serving

pytestmark = pytest.mark.live

DIFFERENCES: dict[str, dict[str, Iterable[int]]] = {
    "create": {
        "an hnsw_config without content is as none, which over REST can't be told": (10, 21, 76),
        "a deprecated field is left out, whose content stands in the one that has taken its place": (124,),
    },
    "query": {"feedback without a single example is refused, as the server does over REST": (115,)},
    "write": {"the server was still at work on its segments": (37, 45)},
}
"""Scenario → why the answers of some steps differ → those steps."""


def test_the_server_answers_as_qdrant_did():
    script = RECORDINGS / "replay_grpc.py"
    if not script.exists():
        pytest.fail(f"the recordings aren't there: QSCHEMA_TEST_GOLDEN names no folder with {script.name}")
    with serving("--memory", "--grpc-port", 0) as server:
        place = server.grpc_url.rpartition("/")[2]
        command = [sys.executable, str(script), place, "--folder", str(RECORDINGS / "grpc"), "--show", "1000"]
        said = subprocess.run([*command, "--at-least", "98"], capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr
    differing: dict[str, set[int]] = {}
    scenario = ""
    for line in said.stdout.splitlines():
        if named := re.match(r"(\S+) +\d+/\d+$", line):
            scenario = named[1]
        elif step := re.match(r" +step (\d+) ", line):
            differing.setdefault(scenario, set()).add(int(step[1]))
    known = {name: {number for numbers in why.values() for number in numbers} for name, why in DIFFERENCES.items()}
    assert differing == known, said.stdout
