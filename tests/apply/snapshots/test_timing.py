"""When the snapshots of a run are taken."""

from __future__ import annotations

from typing import Any

import pytest

from qschema.apply.snapshots.timing import moments
from qschema.planner.steps import DeleteVector, FreezeWrites, GiveWay, SetAlias, Step, VerifyCopy
from qschema.schema.lifecycle import Freeze
from qschema.schema.live import Mark

A: dict[str, Any] = {"collection": "a", "address": "a"}
NEW: dict[str, Any] = {"collection": "a__g2", "address": "a", "source": "a"}
VERIFIED, FROZEN = VerifyCopy(**NEW), FreezeWrites(**NEW, freeze=Freeze(), left={})
OTHERS = VerifyCopy(collection="b__g2", address="b", source="b")
ALIAS = SetAlias(collection="a__g2", address="a/aliases/x", alias="x")
GIVES_WAY = GiveWay(**A, successor="a__g2", mark=Mark("library", "a", 1), snapshot_before=True)
DROPS = DeleteVector(**A, name="v", sparse=False, snapshot_before=True)


@pytest.mark.parametrize(
    ("steps", "start", "expected"),
    [
        ([ALIAS, DROPS], 0, {1: [1]}),
        ([VERIFIED, ALIAS, GIVES_WAY], 0, {0: [2]}),
        ([VERIFIED, OTHERS, FROZEN, ALIAS, GIVES_WAY], 0, {2: [4]}),
        ([VERIFIED, OTHERS, GIVES_WAY], 0, {0: [2]}),
        ([VERIFIED, FROZEN, ALIAS, GIVES_WAY], 2, {3: [3]}),
        ([VERIFIED, DROPS, GIVES_WAY], 2, {2: [2]}),
    ],
    ids=["as a rule", "before it is verified", "before the freeze", "of its own", "what is left of it", "not again"],
)
def test_before_the_step_but_for_a_switch(steps: list[Step], start: int, expected: dict[int, list[int]]) -> None:
    assert moments(steps, start) == expected


def test_without_snapshots_there_are_none() -> None:
    assert not moments([VERIFIED, GIVES_WAY.model_copy(update={"snapshot_before": False})])
