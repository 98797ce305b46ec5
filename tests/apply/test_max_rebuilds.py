"""How many collections rebuild at a time: what is waited for before the next one begins."""

from __future__ import annotations

import pytest

from qschema.apply import stepping
from qschema.apply.planning import plan_for
from tests.apply.bench import Bench, Told, schema_of

NAMES = ("a", "b", "c")
BEFORE = {name: {"vectors": {"v": {"size": 4, "distance": "Dot"}}} for name in NAMES}
CHANGED = {"hnsw_config": {"m": 8}, "quantization_config": {"binary": {}}}
AFTER = {name: {**spec, **CHANGED} for name, spec in BEFORE.items()}


@pytest.mark.parametrize(
    ("most", "order"),
    [
        (1, "a a wait-a b b wait-b c c wait-c"),
        (2, "a a b b wait-a c c wait-b wait-c"),
        (3, "a a b b c c wait-a wait-b wait-c"),
        (9, "a a b b c c wait-a wait-b wait-c"),
    ],
)
def test_no_more_than_that_many_rebuild_at_a_time(bench: Bench, monkeypatch, most, order):
    bench.apply(BEFORE)
    events: list[str] = []
    wait = stepping.wait_until_ready

    def watched(client, collection, **said):
        events.append(f"wait-{collection}")
        wait(client, collection, **said)

    class Noting(Told):
        def step_started(self, step):
            super().step_started(step)
            events.append(step.collection)

    monkeypatch.setattr(stepping, "wait_until_ready", watched)
    plan = plan_for(bench.client, schema_of(AFTER), place=bench.place, max_rebuilds=most)
    bench.carry_out(plan, watch=Noting())
    assert " ".join(events) == order
    assert bench.plan(AFTER).idle
