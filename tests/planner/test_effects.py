"""What each kind of step says of those who notice it and of how it is taken back."""

from __future__ import annotations

from typing import get_args

import pytest

from qschema.planner.steps import (
    AdoptCollection,
    AnyStep,
    CloneCollection,
    CopyPoints,
    CreateCollection,
    CreateIndex,
    CreateShardKey,
    CreateVector,
    DeleteAlias,
    DeleteCollection,
    DeleteIndex,
    DeleteShardKey,
    DeleteVector,
    EndReindex,
    FillVector,
    FreezeWrites,
    GiveWay,
    ReleaseCollection,
    RenameCollection,
    RestoreCollection,
    SetAlias,
    ShadowCollection,
    ThawWrites,
    UncoverCollection,
    UpdateCollection,
    VerifyCopy,
)
from qschema.planner.steps.effects import Undo
from qschema.schema.embedding import Embed
from qschema.schema.lifecycle import Freeze
from qschema.schema.live import Mark

MARK = Mark("library", "a", 1)
AT = {"collection": "a", "address": "a"}
VECTOR = {"name": "v", "sparse": False}
LIMIT = {"strict_mode_config": {"max_query_limit": 1}}

STEPS = [
    (AdoptCollection(**AT, mark=MARK), Undo.LOSSLESS, False, False),
    (ReleaseCollection(**AT, mark=MARK), Undo.LOSSLESS, False, False),
    (RenameCollection(**AT, mark=MARK, before=MARK), Undo.LOSSLESS, True, True),
    (CreateCollection(**AT, body={}, mark=MARK), Undo.LOSSLESS, False, False),
    (DeleteCollection(**AT, mark=MARK), Undo.SNAPSHOT, True, True),
    (CreateVector(**AT, **VECTOR, params={"size": 4, "distance": "Dot"}), Undo.LOSSLESS, False, False),
    (DeleteVector(**AT, **VECTOR), Undo.SNAPSHOT, True, True),
    (CloneCollection(**AT, source="b", mark=MARK), Undo.LOSSLESS, True, False),
    (RestoreCollection(**AT, snapshot="s", files={}, taken_of="a", taken="then", points=1, mark=MARK), Undo.LOSSLESS, False, False),  # noqa: E501
    (CreateIndex(**AT, field="f", index_params={"type": "geo"}), Undo.LOSSLESS, False, True),
    (CreateIndex(**AT, field="f", index_params={"type": "geo"}, before={"type": "bool"}), Undo.LOSSLESS, True, True),
    (DeleteIndex(**AT, field="f", before={"type": "geo"}), Undo.LOSSLESS, True, False),
    (CreateShardKey(**AT, params={"shard_key": "k"}), Undo.LOSSLESS, False, False),
    (DeleteShardKey(**AT, params={"shard_key": "k"}), Undo.SNAPSHOT, True, True),
    (SetAlias(**AT, alias="x"), Undo.LOSSLESS, False, False),
    (SetAlias(**AT, alias="x", before="b"), Undo.LOSSLESS, True, True),
    (DeleteAlias(**AT, alias="x"), Undo.LOSSLESS, True, True),
    (UpdateCollection(**AT, after={"replication_factor": 2}, before={"replication_factor": 1}), Undo.LOSSLESS, False, False),  # noqa: E501
    (UpdateCollection(**AT, after=LIMIT, before={}), Undo.NONE, True, True),
    (UpdateCollection(**AT, after={"optimizers_config": {"prevent_unoptimized": True}}, before={}), Undo.LOSSLESS, True, False),  # noqa: E501
    (CopyPoints(**AT, source="b", mark=MARK), Undo.LOSSLESS, True, True),
    (VerifyCopy(**AT, source="b"), Undo.LOSSLESS, False, False),
    (ShadowCollection(**AT, alias="b"), Undo.LOSSLESS, True, True),
    (GiveWay(**AT, successor="a__g2", mark=MARK), Undo.SNAPSHOT, True, True),
    (FillVector(**AT, name="v", embed=Embed(model="m:f", **{"from": "t"})), Undo.LOSSLESS, True, False),
    (FreezeWrites(**AT, source="b", freeze=Freeze(), left={}), Undo.LOSSLESS, False, True),
    (FreezeWrites(**AT, source="b", freeze=Freeze(), left={"write_rate_limit": 9}), Undo.NONE, False, True),
    (ThawWrites(**AT), Undo.LOSSLESS, False, False),
    (EndReindex(**AT, mark=MARK, keeps="new"), Undo.NONE, False, True),
    (UncoverCollection(**AT, alias="b"), Undo.LOSSLESS, True, True),
]  # fmt: skip


def test_every_kind_of_step_is_tried():
    assert {type(step) for step, *_ in STEPS} == set(get_args(get_args(AnyStep)[0]))


@pytest.mark.parametrize(("step", "undo", "readers", "writers"), STEPS, ids=lambda one: getattr(one, "kind", ""))
def test_what_a_step_means_for_others(step, undo, readers, writers):
    reversal, notice = step.reversal(), step.notice()
    assert reversal.kind is undo
    assert reversal.how
    assert (bool(notice.readers), bool(notice.writers)) == (readers, writers)
    assert (undo is Undo.LOSSLESS) == (step.inverse() is not None) or step.is_work
