"""The kinds of steps, one file each (an index's and an alias's two directions stand together)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from qschema.planner.steps.adopt_collection import AdoptCollection, ReleaseCollection
from qschema.planner.steps.alias import DeleteAlias, SetAlias
from qschema.planner.steps.base import Step
from qschema.planner.steps.clone_collection import CloneCollection
from qschema.planner.steps.copy_points import CopyPoints
from qschema.planner.steps.create_collection import CreateCollection
from qschema.planner.steps.create_vector import CreateVector
from qschema.planner.steps.delete_collection import DeleteCollection
from qschema.planner.steps.delete_vector import DeleteVector
from qschema.planner.steps.end_reindex import EndReindex
from qschema.planner.steps.fill_vector import FillVector
from qschema.planner.steps.freeze_writes import FreezeWrites, ThawWrites
from qschema.planner.steps.give_way import GiveWay
from qschema.planner.steps.payload_index import CreateIndex, DeleteIndex
from qschema.planner.steps.rename_collection import RenameCollection
from qschema.planner.steps.restore_collection import RestoreCollection
from qschema.planner.steps.shadow_collection import ShadowCollection, UncoverCollection
from qschema.planner.steps.shard_key import CreateShardKey, DeleteShardKey
from qschema.planner.steps.update_collection import UpdateCollection
from qschema.planner.steps.verify_copy import VerifyCopy

AnyStep = Annotated[
    AdoptCollection
    | CloneCollection
    | CopyPoints
    | CreateCollection
    | CreateIndex
    | CreateShardKey
    | CreateVector
    | DeleteAlias
    | DeleteCollection
    | DeleteIndex
    | DeleteShardKey
    | DeleteVector
    | EndReindex
    | FillVector
    | FreezeWrites
    | GiveWay
    | ReleaseCollection
    | RenameCollection
    | RestoreCollection
    | SetAlias
    | ShadowCollection
    | ThawWrites
    | UncoverCollection
    | UpdateCollection
    | VerifyCopy,
    Field(discriminator="kind"),
]
"""Any step, told apart by its `kind` when a saved plan is read."""

ALIAS_STEPS = (SetAlias, DeleteAlias, ShadowCollection, UncoverCollection, GiveWay)
"""The kinds that are about an alias; they all have its name as `alias`."""

DELETIONS = (DeleteCollection, GiveWay)
"""The kinds by which a collection goes, with its data and with the snapshots that lie on the instance."""

__all__ = [
    "ALIAS_STEPS",
    "DELETIONS",
    "AdoptCollection",
    "AnyStep",
    "CloneCollection",
    "CopyPoints",
    "CreateCollection",
    "CreateIndex",
    "CreateShardKey",
    "CreateVector",
    "DeleteAlias",
    "DeleteCollection",
    "DeleteIndex",
    "DeleteShardKey",
    "DeleteVector",
    "EndReindex",
    "FillVector",
    "FreezeWrites",
    "GiveWay",
    "ReleaseCollection",
    "RenameCollection",
    "RestoreCollection",
    "SetAlias",
    "ShadowCollection",
    "Step",
    "ThawWrites",
    "UncoverCollection",
    "UpdateCollection",
    "VerifyCopy",
]
