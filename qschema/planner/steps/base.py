"""What a step is: one thing to do, with its check before, its requests, its check after and its inverse."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from qschema.client.requests import Request
from qschema.planner.change import Change, Origin
from qschema.planner.cost.cost import Cost
from qschema.planner.steps.effects import Notice, Reversal, Undo
from qschema.schema.live import LiveCollection, LiveInstance, Mark


class Step(BaseModel, ABC):
    """Base of all steps; a step is data, somebody else sends its requests.

    A step whose `holds` is already true is skipped, so every plan can be run again.

    Attributes:
        kind: The name of the kind of step; it tells the kinds apart in a saved plan.
        collection: The collection's physical name.
        address: What the step is about, as a path that starts with the declared name.
        causes: The changes that it carries out.
        cost: What it costs, as far as that was estimated.
        snapshot_before: Whether a snapshot of the collection is taken before it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    collection: str
    address: str
    causes: tuple[Change, ...] = ()
    cost: Cost | None = None
    snapshot_before: bool = False

    default_sign: ClassVar[str]

    is_work: ClassVar[bool] = False
    """Whether it is work of minutes or hours that no look at the instance shows to be done. It sends no requests, and
    leaves nothing to be taken back: what it made goes with what another step made."""

    @property
    def sign(self) -> str:
        """The sign that the step wears in a plan."""
        return self.default_sign

    @property
    def destructive(self) -> bool:
        """Whether data is lost that no inverse brings back; such a step wants `--allow-destroy` with its address."""
        return False

    @property
    def rebuild(self) -> bool:
        """Whether Qdrant rebuilds segments in the background after this step."""
        return any(change.rebuild for change in self.causes)

    @property
    def drift(self) -> bool:
        """Whether the step only sets back what somebody changed on the instance."""
        return bool(self.causes) and all(change.origin is Origin.DRIFT for change in self.causes)

    @property
    def is_always_carried_out(self) -> bool:
        """Whether it is carried out even where its effect shows: an earlier try may have left just a part."""
        return False

    @property
    def completes(self) -> bool:
        """Whether the step only adds to what another one creates, because the call that creates can't say it."""
        return False

    @abstractmethod
    def words(self) -> str:
        """Say in a few words what the step does."""

    @abstractmethod
    def requests(self) -> tuple[Request[Any], ...]:
        """Return what to send, in order."""

    @abstractmethod
    def holds(self, live: LiveInstance) -> bool:
        """Tell whether what the step is to bring about is already so."""

    def shows(self, live: LiveInstance) -> bool:
        """Tell whether the step has had an effect that is still there, even if it was broken off."""
        return self.holds(live)

    @abstractmethod
    def inverse(self) -> Step | None:
        """Return the step that takes this one back, or None where there is none that loses nothing."""

    def notice(self) -> Notice:
        """Say what those who use the collection notice."""
        return Notice()

    def reversal(self) -> Reversal:
        """Say whether the step can be taken back, and how."""
        back = self.inverse()
        return Reversal(Undo.LOSSLESS, back.words()) if back else Reversal(Undo.NONE, "nothing brings it back")

    def by_snapshot(self) -> Reversal:
        """Say that only a snapshot brings back what the step takes away, and whether there will be one."""
        if self.snapshot_before:
            return Reversal(Undo.SNAPSHOT, "qschema rollback recovers the snapshot that is taken before it")
        return Reversal(Undo.SNAPSHOT, "recover a snapshot that was taken before")

    def obstacle(self, live: LiveInstance) -> str:
        """Say what stands in the way of doing it now; empty if nothing does."""
        return "" if self.collection in live.collections else f"the collection {self.collection!r} is not there"

    def name_taken(self, live: LiveInstance, *unless: Mark | None) -> str:
        """Say what has taken the collection's name, unless that bears one of some marks; empty if nothing has."""
        there = self.seen(live)
        if there is not None and there.mark not in unless:
            return f"a collection {self.collection!r} is already there"
        if target := live.aliases.get(self.collection):
            return f"{self.collection!r} is an alias of {target!r}"
        return ""

    def seen(self, live: LiveInstance) -> LiveCollection | None:
        """Return the collection as the instance shows it."""
        return live.collections.get(self.collection)
