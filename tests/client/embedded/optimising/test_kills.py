from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.client.embedded.optimising.filling import POINTS, collection_of, green, payloads, until

WRITE = """
import sys
from pathlib import Path
from qschema.client.embedded.engine import Engine
from tests.client.embedded.optimising.filling import POINTS, collection_of, create, upsert

engine = Engine(Path(sys.argv[1]))
create(engine, flush_interval_sec=1)
upsert(engine, 0, POINTS)
upkeep, child, number = collection_of(engine).upkeep, 0, 0
while True:
    build = upkeep.build
    child = build.pid if build else child
    print(child, number, len(upkeep.completed), flush=True)
    number += 1
    upsert(engine, number * 10 % POINTS, 10, seed=number)
"""
"""Prints which process builds, how many rounds of writing were acknowledged, and how often a build was done."""


def check(found: dict[Any, Any], acknowledged: int) -> None:
    """Check that all acknowledged rounds are there, and of later ones only what was under way."""
    last = dict.fromkeys(range(POINTS), 0)
    for number in range(1, acknowledged + 1):
        last.update(dict.fromkeys(range(number * 10 % POINTS, number * 10 % POINTS + 10), number))
    assert found.keys() == last.keys()
    newer = {payload["s"] for id, payload in found.items() if payload["s"] != last[id]}
    # The last one may not have been printed, and the one after it not have been answered.
    assert newer <= {acknowledged + 1, acknowledged + 2}
    assert all(payload["n"] == id for id, payload in found.items())


@pytest.mark.parametrize("more", [0, 5, 40, 200])
def test_a_kill_of_the_owner_ends_the_build_and_loses_nothing(open_engine, folder, process, more):
    writer = process(WRITE, folder)
    child = acknowledged = 0
    while not child:
        child, acknowledged, _ = map(int, writer.line().split())
    for _ in range(more):
        child, acknowledged, _ = map(int, writer.line().split())
    for line in writer.kill_and_read():
        child, acknowledged, _ = map(int, line.split())
    until(lambda: not Path(f"/proc/{child}").exists())
    engine = open_engine()
    check(payloads(engine), acknowledged)
    assert green(engine).indexed_vectors_count >= POINTS
    names = sorted(path.name for path in collection_of(engine).folder.iterdir())
    assert len(names) == 2, names


def test_a_kill_after_the_switch_loses_nothing(open_engine, folder, process):
    writer = process(WRITE, folder)
    done = acknowledged = 0
    while not done:
        _, acknowledged, done = map(int, writer.line().split())
    for _ in range(20):
        _, acknowledged, _ = map(int, writer.line().split())
    for line in writer.kill_and_read():
        _, acknowledged, _ = map(int, line.split())
    check(payloads(open_engine()), acknowledged)
