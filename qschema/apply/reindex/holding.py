"""How long the generations before the one that serves are still kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from qschema.apply.ledger import Ledger
from qschema.apply.records import StepRecord, now
from qschema.client import QdrantClient
from qschema.client.errors import Forbidden, NotFound
from qschema.planner.names import by_declared_name, generations
from qschema.schema.lifecycle import Lifecycle
from qschema.schema.live import LiveInstance
from qschema.schema.spec import Schema

_SWITCHES = ("set_alias", "shadow_collection")


@dataclass(frozen=True)
class Hold:
    """How long the older generations of a collection are kept.

    Attributes:
        said: The duration, as it is declared.
        seconds: The same in seconds.
        since: When the name was switched to what serves now, by the journal; None if it doesn't tell.
    """

    said: str
    seconds: float
    since: datetime | None

    @property
    def until(self) -> datetime | None:
        """When it is over; None if nobody knows."""
        return self.since and self.since + timedelta(seconds=self.seconds)

    @property
    def left(self) -> timedelta | None:
        """How long it lasts from now on, nothing if it is over; None if nobody knows."""
        return None if self.until is None else max(self.until - now(), timedelta())

    @property
    def over(self) -> bool:
        """Whether it is over; nobody waits for one of no length."""
        return not self.seconds or self.left == timedelta()

    def as_json(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return {
            "hold": self.said,
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
            "left_seconds": None if self.left is None else round(self.left.total_seconds()),
        }


def hold_of(client: QdrantClient, project: str, name: str, serving: str, lifecycle: Lifecycle) -> Hold:
    """Return how long the older generations of a collection are kept.

    Args:
        client: The instance.
        project: The project.
        name: The declared name.
        serving: The physical name of what serves.
        lifecycle: What is declared.

    Raises:
        QdrantError: The ledger can't be read.
    """
    return Hold(lifecycle.hold_said, lifecycle.hold_seconds, _switched(client, project, name, serving))


def lifecycle_of(schema: Schema, name: str) -> Lifecycle:
    """Return what is declared of how a collection comes and goes; for one that isn't declared, what goes without it."""
    declared = schema.collections.get(name)
    return (declared and declared.spec.lifecycle) or Lifecycle()


def held_too_long(client: QdrantClient, schema: Schema, instance: LiveInstance) -> Iterator[str]:
    """Yield a sentence for each declared collection whose older generations are kept longer than they have to be."""
    for name, serving in sorted(by_declared_name(schema.project, instance).items()):
        if name in schema.collections and len(generations(schema.project, name, instance)) > 1:
            hold = hold_of(client, schema.project, name, serving.name, lifecycle_of(schema, name))
            if hold.since and hold.over:
                yield (
                    f"{name}: the hold of {hold.said} is over since {hold.until:%Y-%m-%d %H:%M:%S} UTC; "
                    f"qschema reindex cleanup {name} removes what served before."
                )


def _switched(client: QdrantClient, project: str, name: str, serving: str) -> datetime | None:
    """Return when the declared name was switched to a collection for the last time.

    The record from before the step counts: where a run was killed right after the switch, there is no other one.
    """
    ledger, led = Ledger(client), {"alias": name, "collection": serving}
    try:
        begun = [one for kind in _SWITCHES for one in ledger.read(StepRecord, project, step_kind=kind, phase="before")]
    except (NotFound, Forbidden):
        return None
    switches = [one for one in begun if led.items() <= (one.step or {}).items()]
    return max(switches, key=lambda one: one.seq).at if switches else None
