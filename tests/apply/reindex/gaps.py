"""A collection that is deleted before its name leads to its copy, and readers that notice how long that takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from qschema.apply.planning import plan_for
from qschema.client import QdrantClient, requests
from qschema.client.errors import QdrantError
from qschema.planner.plan import Plan
from qschema.planner.steps import GiveWay
from qschema.schema.snapshots import SnapshotsBefore
from tests.apply.bench import Declaration, Told, schema_of
from tests.apply.reindex.library import NAME, TITLES, Library, declared
from tests.apply.reindex.readers import Reading

ALIAS, GREEN = "docs", "articles__g2"
BEFORE, GAP = declared(4, ALIAS), declared(8, ALIAS, switch="gap")
FROZEN_GAP = declared(8, ALIAS, switch="gap", freeze={})


def planned(library: Library, wanted: Declaration = GAP, snapshots: SnapshotsBefore = "irreversible") -> Plan:
    """Return the plan of a declaration, with all destruction allowed."""
    schema = schema_of(wanted)
    return plan_for(library.client, schema, place=library.place, granted=tuple(wanted), snapshots=snapshots)


def give_way(library: Library, wanted: Declaration = GAP, snapshots: SnapshotsBefore = "irreversible") -> None:
    library.carry_out(planned(library, wanted, snapshots))


class Watchers(Reading):
    """Readers of a name that go on reading when it leads nowhere, and remember when that was.

    Args:
        name: The name.

    Attributes:
        failed: When each read that failed began, when it had failed, and why.
    """

    def __init__(self, name: str = NAME) -> None:
        super().__init__()
        self._name = name
        self.failed: list[tuple[float, float, QdrantError]] = []

    @contextmanager
    def at_work(self, client: QdrantClient) -> Iterator[None]:
        """Read within a `with` block, before anything happens there and after all has."""
        with super().at_work(client):
            self._wait_for(lambda: self.reads > 0)
            yield
            there = self.reads
            self._wait_for(lambda: self.reads > there + 5)

    def notice(self, request: Any, send: Callable[[Any], Any]) -> Any:
        """Intercept the calls of a client: after the collection was deleted, wait until a read has failed."""
        answer = send(request)
        if isinstance(request, requests.DeleteCollection) and request.collection == self._name:
            self._wait_for(lambda: bool(self.failed))
        return answer

    @property
    def gap(self) -> float:
        """How many seconds the name led nowhere, at least."""
        return max(0.0, self.failed[-1][0] - self.failed[0][1]) if self.failed else 0.0

    def _wait_for(self, seen: Callable[[], bool]) -> None:
        while not seen() and self.error is None:
            time.sleep(0.001)

    def _read(self, client: QdrantClient) -> bool:
        some, began = [self.reads % len(TITLES), 0], time.monotonic()
        try:
            found = client.retrieve(self._name, some)
            found += client.query_points(self._name, query=some[0], using="text", limit=3).points
        except QdrantError as error:
            self.failed.append((began, time.monotonic(), error))
            return False
        assert {one.id for one in found} >= {*some}
        return True


def there_is_a_gap_and_it_is_measured(library: Library, client: QdrantClient) -> float:
    """Reads fail within the time that is recorded, and at no other; return that time.

    Args:
        library: The empty instance.
        client: Another client of it, for readers.
    """
    library.begin(4, ALIAS)
    readers, told = Watchers(), Told()
    library.client.interceptors.append(readers.notice)
    with readers.at_work(client):
        library.carry_out(planned(library), watch=told)
    library.client.interceptors.remove(readers.notice)
    assert readers.error is None
    assert {type(error).__name__ for *_, error in readers.failed} == {"NotFound"}
    assert library.serves(8)
    assert library.serves(8, ALIAS)
    assert library.collections() == {GREEN}
    assert library.aliases() == {NAME: GREEN, ALIAS: GREEN}
    assert not library.follows()
    assert planned(library).empty
    (step,) = (step for step in library.runs()[-1].steps if step.kind == "give_way")
    assert step.measures
    assert told.measures == [step.measures]
    gap = step.measures["gap_seconds"]
    assert gap >= readers.gap - 0.0001  # it is rounded
    return gap


def step_of(plan: Plan) -> GiveWay:
    (step,) = (step for step in plan.steps if isinstance(step, GiveWay))
    return step
