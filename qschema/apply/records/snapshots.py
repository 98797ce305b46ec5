"""Snapshots of collections."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from qschema.apply.records.base import JsonObject, Record


class SnapshotPart(BaseModel):
    """What one peer took.

    Attributes:
        peer: The peer's number; 0 for an instance that stands alone.
        name: The snapshot's name there.
        size: How many bytes it has.
        checksum: Its SHA-256; empty where the instance doesn't tell.
        shards: The shards that it holds.
        file: The name of its file in the folder of snapshots; empty while it only lies on the instance.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    peer: int
    name: str
    size: int
    checksum: str = ""
    shards: tuple[int, ...] = ()
    file: str = ""


_TO_RECOVER = {"kind", "seq", "phase", "image", "sample", "fewest", "most", "shard_keys"}
"""What of a snapshot's record matters only to the ledger, and when it is recovered."""


class SnapshotRecord(Record):
    """A snapshot of a collection that was taken, fetched from the instance, or removed; the last record counts.

    Attributes:
        project: The project.
        snapshot: Its id.
        phase: Whether it is there.
        run: The run that took it; empty if somebody asked for it.
        index: The place in the run's plan of the step that it was taken before; -1 if somebody asked for it.
        declared: The collection's declared name.
        collection: Its physical name.
        image: The collection as it was, and the aliases around it.
        fewest: The lower of the numbers of points that were counted before and after.
        most: The higher of the two.
        sample: Id → hash of the payload, of its first points.
        parts: What each peer took.
        folder: Where their files were put; empty if they weren't.
        host: On which machine that is.
        space: Whether there was known to be room for it on the instance.
        shard_keys: The shard keys where sharding is custom, in the order of their shards' numbers.
        clone: The physical name of the collection that it was taken to fill, and then to go; empty for any other.
    """

    kind: Literal["snapshot"] = "snapshot"
    project: str
    snapshot: str
    phase: Literal["taken", "removed"] = "taken"
    run: str = ""
    index: int = -1
    declared: str
    collection: str
    image: JsonObject = None
    fewest: int
    most: int
    sample: JsonObject = None
    parts: tuple[SnapshotPart, ...]
    folder: str = ""
    host: str = ""
    space: Literal["enough", "unknown"] = "unknown"
    shard_keys: tuple[int | str, ...] = ()
    clone: str = ""

    @property
    def size(self) -> int:
        """How many bytes its parts have together."""
        return sum(part.size for part in self.parts)

    @property
    def on_instance(self) -> bool:
        """Whether a part of it lies on the instance only, and goes with the collection."""
        return any(not part.file for part in self.parts)

    def as_json(self) -> dict[str, Any]:
        """Return it as a JSON object, without what only matters when it is recovered."""
        fields = self.model_dump(mode="json", exclude=_TO_RECOVER)
        id_ = fields.pop("snapshot")
        return {"id": id_, **fields, "points": self.most, "size": self.size, "on_instance": self.on_instance}
