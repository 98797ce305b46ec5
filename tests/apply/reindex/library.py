"""A collection whose vectors an embedding model makes, and what a reindex to another model has to leave behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy

from qschema.apply.journal import Begun
from qschema.apply.ledger import Ledger
from qschema.apply.records import MirrorRecord
from qschema.apply.reindex.plans import plan_abort, plan_cleanup, plan_revert
from qschema.apply.rollback import plan_rollback
from qschema.apply.run import Outcome, Watcher, apply_plan
from qschema.apply.snapshots import SnapshotKeeper
from qschema.client import QdrantClient, models
from qschema.planner.plan import Plan
from qschema.schema.snapshots import SnapshotsBefore
from tests.apply.bench import PROJECT, Bench, Declaration, wipe
from tests.apply.faults import FaultyTransport
from tests.apply.kills.child import LOCK_SECONDS
from tests.apply.reindex import embedders

NAME = "articles"
TITLES = [f"title {number}" for number in range(60)]
THRESHOLD = 777

MODELS = {4: embedders.four, 8: embedders.eight}


def declared(size: int, *aliases: str, **lifecycle: Any) -> Declaration:
    """Return the declaration of the collection with vectors of a size."""
    model = MODELS[size]
    embed = {"model": f"{model.__module__}:{model.__name__}", "from": "title"}
    spec = {
        "vectors": {"text": {"size": size, "distance": "Cosine", "embed": embed}},
        "optimizers_config": {"indexing_threshold": THRESHOLD},
        "payload_indexes": {"tenant": {"type": "keyword"}},
        "aliases": list(aliases),
        "lifecycle": {"replace": "blue_green", **lifecycle},
    }
    return {NAME: spec}


@dataclass
class Library(Bench):
    """An instance with the collection.

    Attributes:
        folder: The project's folder.
    """

    folder: Path = field(default_factory=Path)

    @classmethod
    def at(cls, client: QdrantClient, folder: Path, place: str = "http://somewhere:6333") -> Library:
        return cls(client, FaultyTransport(client._transport), place, folder)

    def carry_out(
        self, plan: Plan, *, timeout: float = LOCK_SECONDS, watch: Watcher | None = None, **how: Any
    ) -> Outcome:
        return apply_plan(
            self.client,
            plan,
            place=self.place,
            alone="://" not in self.place,
            lock_timeout=timeout,
            watch=watch,
            **how,
            keeper=SnapshotKeeper((self.client,), self.folder / "snapshots"),
            directory=self.folder,
        )

    def wipe(self) -> None:
        """Delete everything, the ledger as well."""
        wipe(self.client)

    def begin(self, size: int = 4, *aliases: str) -> None:
        """Apply the first generation, and fill it."""
        self.apply(declared(size, *aliases))
        payloads: list[Any] = [{"title": title, "tenant": "a"} for title in TITLES]
        vectors = {"text": MODELS[size](TITLES)}
        self.client.upsert(NAME, models.Batch(ids=list(range(len(TITLES))), vectors=vectors, payloads=payloads))

    def revert(self) -> None:
        self.carry_out(plan_revert(self.client, PROJECT, NAME, place=self.place))

    def abort(self) -> None:
        self.carry_out(plan_abort(self.client, PROJECT, NAME, place=self.place))

    def cleanup(self, snapshots: SnapshotsBefore = "never") -> None:
        self.carry_out(plan_cleanup(self.client, PROJECT, NAME, place=self.place, snapshots=snapshots))

    def take_back(self) -> None:
        """Take back the last run."""
        back = plan_rollback(self.client, PROJECT, place=self.place)
        self.carry_out(back.plan, begun=Begun(undoes=back.undoes))

    def collections(self) -> set[str]:
        """Return the names of all collections but the ledger's."""
        return {one.name for one in self.client.get_collections().collections} - {"_qschema"}

    def aliases(self) -> dict[str, str]:
        """Return where aliases lead, but for those of the lock and the ledger."""
        found = self.client.get_aliases().aliases
        return {one.alias_name: one.collection_name for one in found if not one.alias_name.startswith("_qschema.lock")}

    def snapshots(self) -> list[str]:
        """Return the names of all snapshots, on the instance and in the project's folder."""
        there = [one.name for name in self.collections() for one in self.client.list_snapshots(name)]
        return [*there, *(file.name for file in self.folder.glob("snapshots/*"))]

    def follows(self) -> bool:
        """Tell whether writers are told to write to two generations."""
        records = Ledger(self.client).read(MirrorRecord, PROJECT)
        return any(one.phase != "over" for one in {one.reindex: one for one in records}.values())

    def serves(self, size: int, name: str = NAME) -> bool:
        """Tell whether a name leads to all points, with the vectors that the model of a size makes of their titles."""
        info = self.client.get_collection(name)
        assert info.config.optimizer_config.indexing_threshold == THRESHOLD
        found = {one.id: one for one in self.client.scroll_iter(name, with_vectors=True)}
        titles = [(one.payload or {})["title"] for one in found.values()]
        told = numpy.asarray([one.vector["text"] for one in found.values()])  # type: ignore[index,call-overload]
        made = numpy.asarray(MODELS[size](titles))
        made /= numpy.linalg.norm(made, axis=1, keepdims=True)
        same = [TITLES[int(id)] for id in found] == titles and len(found) == len(TITLES)
        return same and told.shape == made.shape and numpy.allclose(told, made)
