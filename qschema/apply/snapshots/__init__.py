"""Snapshots: taken before what can't be undone, kept where they outlive their collection, and recovered."""

from qschema.apply.records import SnapshotPart, SnapshotRecord
from qschema.apply.snapshots.keeper import SnapshotKeeper
from qschema.apply.snapshots.shelf import Shelf

__all__ = ["Shelf", "SnapshotKeeper", "SnapshotPart", "SnapshotRecord"]
