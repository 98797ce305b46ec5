"""Before which steps of a plan a snapshot is taken."""

from __future__ import annotations

from qschema.planner.snapshots import with_snapshots
from qschema.planner.steps import (
    CreateCollection,
    CreateIndex,
    DeleteCollection,
    DeleteVector,
    SetAlias,
    UpdateCollection,
)
from qschema.planner.steps.effects import Undo
from qschema.schema.live import Mark

MARK = Mark("library", "a", 1)
A, B = {"collection": "a", "address": "a"}, {"collection": "b", "address": "b"}
STEPS = (
    SetAlias(**A, alias="x"),
    UpdateCollection(**A, after={"replication_factor": 2}, before={"replication_factor": 1}),
    CreateIndex(**A, field="f", index_params={"type": "geo"}),
    DeleteVector(**A, name="v", sparse=False),
    DeleteVector(**A, name="w", sparse=False),
    CreateCollection(**B, body={}, mark=MARK),
    CreateIndex(**B, field="f", index_params={"type": "geo"}),
    DeleteCollection(collection="c", address="c", mark=MARK),
)


def taken(before):
    return [step.snapshot_before for step in with_snapshots(STEPS, before)]


def test_never():
    assert tuple(with_snapshots(STEPS, "never")) == STEPS


def test_before_what_destroys_data():
    assert taken("irreversible") == [False, False, False, True, True, False, False, True]


def test_always_is_also_before_the_first_change_of_what_is_there():
    assert taken("always") == [False, True, False, True, True, False, False, True]


def test_a_step_says_whether_there_will_be_one():
    for step in with_snapshots(STEPS, "irreversible"):
        if step.destructive:
            assert step.reversal().kind is Undo.SNAPSHOT
            assert "qschema rollback" in step.reversal().how
