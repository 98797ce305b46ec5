"""An instance whose collections are changed with snapshots, and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qschema.apply.journal import Begun
from qschema.apply.planning import plan_for
from qschema.apply.rollback import Rollback, plan_rollback
from qschema.apply.run import apply_plan
from qschema.apply.snapshots import SnapshotKeeper
from qschema.client import QdrantClient, models
from qschema.planner.plan import Plan
from tests.apply.bench import PROJECT, Bench, Declaration, Told, schema_of

COSINE = {"size": 4, "distance": "Cosine"}
ITEMS: dict[str, Any] = {
    "vectors": {"text": COSINE, "image": COSINE},
    "payload_indexes": {"tag": {"type": "keyword"}},
    "metadata": {"owner": "ann"},
    "aliases": ["things"],
    "read_fan_out_factor": 2,
}
LOGS: dict[str, Any] = {"vectors": {"size": 4, "distance": "Dot"}, "payload_indexes": {"tag": {"type": "keyword"}}}
BOTH = {"items": ITEMS, "logs": {**LOGS, "aliases": ["lines"]}}
POINTS = 20


@dataclass
class Shop:
    """An instance, and who takes its snapshots.

    Attributes:
        bench: The instance.
        folder: Where snapshots are kept.
        clients: The peers.
        keep_last: How many runs' snapshots are kept.
        told: Who was told of the last run.
    """

    bench: Bench
    folder: Path
    clients: Sequence[QdrantClient]
    keep_last: int | None = None
    told: Told = field(default_factory=Told)

    @classmethod
    def furnished(cls, bench: Bench, folder: Path, peers: Sequence[QdrantClient] = ()) -> Shop:
        shop = cls(bench, folder, (bench.client, *peers))
        shop.apply(BOTH)
        shop.write("logs", range(POINTS))
        shop.write("items", range(POINTS), ("text", "image"))
        return shop

    @property
    def client(self) -> QdrantClient:
        return self.bench.client

    @property
    def keeper(self) -> SnapshotKeeper:
        return SnapshotKeeper(self.clients, self.folder, keep_last=self.keep_last)

    def plan(self, declared: Declaration, *granted: str, before: Any = "irreversible") -> Plan:
        return plan_for(self.client, schema_of(declared), place=self.bench.place, granted=granted, snapshots=before)

    def apply(self, declared: Declaration, *granted: str, before: Any = "irreversible") -> None:
        self.carry_out(self.plan(declared, *granted, before=before), Begun())

    def back(self, *granted: str, **which: Any) -> Rollback:
        return plan_rollback(
            self.client, PROJECT, place=self.bench.place, granted=granted, snapshots="irreversible", **which
        )

    def take_back(self, *granted: str, **which: Any) -> None:
        back = self.back(*granted, **which)
        self.carry_out(back.plan, Begun(undoes=back.undoes))

    def carry_out(self, plan: Plan, begun: Begun) -> None:
        self.told = Told()
        apply_plan(self.client, plan, place=self.bench.place, begun=begun, watch=self.told, keeper=self.keeper)

    def write(
        self,
        collection: str,
        ids: Sequence[int],
        vectors: Sequence[str] = (),
        shard_key: str | None = None,
        **payload: Any,
    ) -> None:
        values = [1.0, 2.0, 3.0, 4.0]
        self.client.upsert(
            collection,
            [
                models.PointStruct(
                    id=one,
                    vector=dict.fromkeys(vectors, values) if vectors else values,
                    payload={"n": one, "tag": "a", **payload},
                )
                for one in ids
            ],
            shard_key_selector=shard_key,
        )

    def points(self, collection: str) -> dict[Any, Any]:
        found, _ = self.client.scroll(collection, limit=1000, with_vectors=True)
        return {point.id: (point.payload, point.vector) for point in found}

    def shown(self, collection: str) -> Any:
        """What people see of a collection, but for the generation in its mark."""
        info = self.client.get_collection(collection)
        said = info.config.model_dump(mode="json")
        said["metadata"]["qschema"].pop("generation")
        fields = {name: one.model_dump(mode="json") for name, one in info.payload_schema.items()}
        return said, fields, self.points(collection)

    def aliases(self) -> dict[str, str]:
        return self.bench.shown()["aliases"]
