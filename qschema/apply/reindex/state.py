"""How reindexes stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from qschema.apply.copying.journal import CopyJournal
from qschema.apply.reindex.filled import is_filled
from qschema.apply.reindex.generations import Generations, generations_of
from qschema.apply.reindex.holding import Hold, hold_of, lifecycle_of
from qschema.apply.reindex.mirrors import mirrors, reindex_id
from qschema.client import QdrantClient
from qschema.planner.render_facts import duration
from qschema.planner.stages import stages_in
from qschema.schema.live import LiveCollection
from qschema.schema.spec import Schema


@dataclass(frozen=True)
class Reindex:
    """How the generations of one collection stand.

    Attributes:
        generations: What is there.
        following: Whether writers that follow write to two generations.
        copied: How many points of the newest copy were read, as its ledger says; None if there is no copy.
        total: How many there were when it was planned.
        done: Whether all of them are copied, and what was written meanwhile was brought along.
        hold: How long the older ones are kept; None if there are none.
        share: How many of a hundred readers, chosen by their keys, read from a newer one already.
    """

    generations: Generations
    following: bool = False
    copied: int | None = None
    total: int | None = None
    done: bool = False
    hold: Hold | None = None
    share: int = 0

    @property
    def words(self) -> str:
        """What it is doing, in a few words."""
        found = self.generations
        if found.newer and not self.done:
            share = f", {self.copied:,} of {self.total:,} points" if self.copied is not None and self.total else ""
            return f"copying{share}"
        if found.newer:
            read = f", read from by {self.share} of 100 readers" if self.share else ""
            return f"copied, not switched to{read}"
        if found.older and self.hold and self.hold.left:
            return f"switched, the old one is kept for {duration(self.hold.left.total_seconds())} more"
        if found.older:
            over = f", and the hold of {self.hold.said} is over" if self.hold and self.hold.since else ""
            return f"switched, the old one is kept{over}"
        return "nothing is under way"

    def as_json(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        found = self.generations
        return {
            "collection": found.name,
            "state": self.words,
            "serving": _shown(found.serving),
            "older": [_shown(one) for one in found.older],
            "newer": [_shown(one) for one in found.newer],
            "following": self.following,
            "copied": self.copied,
            "total": self.total,
            "share": self.share,
            "hold": self.hold and self.hold.as_json(),
        }


def reindexes(client: QdrantClient, schema: Schema, names: Iterable[str]) -> list[Reindex]:
    """Return how the generations of collections stand.

    Args:
        client: The instance.
        schema: What is declared.
        names: The declared names.

    Raises:
        QdrantError: The instance can't be read.
    """
    active = {one.reindex for one in mirrors(client, schema.project) if one.phase != "over"}
    return [_state(client, schema, generations_of(client, schema.project, name), active) for name in names]


def _state(client: QdrantClient, schema: Schema, found: Generations, active: set[str]) -> Reindex:
    newest, lifecycle = (*found.newer, found.serving)[0], lifecycle_of(schema, found.name)
    if newest is None or newest.mark is None or newest.mark.generation == 1:
        return Reindex(found)
    hold = None
    if found.serving and found.older:
        hold = hold_of(client, schema.project, found.name, found.serving.name, lifecycle)
    id = reindex_id(newest.mark)
    journal = CopyJournal(client, id, newest.name)
    plan = journal.plan()
    copied = sum(mark.read for mark in journal.marks().values()) if plan else None
    total, is_done = plan.points if plan else None, journal.is_done() and is_filled(client, schema.project, newest.name)
    return Reindex(found, id in active, copied, total, is_done, hold, _share(found))


def _share(found: Generations) -> int:
    newer = {one.name for one in found.newer}
    stages = stages_in(found.instance.reserved, (found.name,))
    return next((one.share for one in stages if one.collection in newer), 0)


def _shown(one: LiveCollection | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"name": one.name, "generation": one.mark and one.mark.generation, "points": one.points}
