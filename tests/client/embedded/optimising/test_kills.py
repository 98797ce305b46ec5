from __future__ import annotations

from pathlib import Path

import pytest

from tests.client.embedded.optimising.filling import POINTS, collection_of, green, payloads, until

WRITE = """
import sys
from pathlib import Path
from qschema.client.embedded.engine import Engine
from tests.client.embedded.optimising.filling import POINTS, collection_of, create, upsert

engine = Engine(Path(sys.argv[1]))
create(engine)
upsert(engine, 0, POINTS)
upkeep, child, number = collection_of(engine).upkeep, 0, POINTS
print(0, number, 0, flush=True)
while True:
    upsert(engine, number, 10)
    number += 10
    build = upkeep.build
    child = build.pid if build else child
    print(child, number, len(upkeep.completed), flush=True)
"""
"""Prints which process builds, how many points were acknowledged, and how often one was done."""


@pytest.mark.parametrize("more", [0, 5, 40, 200])
def test_a_kill_of_the_owner_ends_the_build_and_loses_nothing(open_engine, folder, process, more):
    writer = process(WRITE, folder)
    child = acknowledged = 0
    while not child:
        child, acknowledged, _ = map(int, writer.line().split())
    for _ in range(more):
        child, acknowledged, _ = map(int, writer.line().split())
    writer.kill()
    until(lambda: not Path(f"/proc/{child}").exists())
    engine = open_engine()
    found = payloads(engine)
    assert len(found) >= acknowledged
    assert found == {n: {"n": n, "s": 0} for n in range(len(found))}
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
    writer.kill()
    found = payloads(open_engine())
    assert len(found) >= acknowledged
    assert found == {n: {"n": n, "s": 0} for n in range(len(found))}
