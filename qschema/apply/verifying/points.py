"""Points of both collections one by one, read once for payloads and vectors."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from qschema.apply.copying.ids import PointId
from qschema.apply.copying.points import PointColumns
from qschema.apply.verifying.gate import Gate
from qschema.apply.verifying.payloads import Payloads
from qschema.apply.verifying.reading import POINTS_PAGE, chunks, neighbours, pages, with_ids
from qschema.apply.verifying.result import MOST_FINDINGS, Finding, Outcome, Result, counted, judged
from qschema.apply.verifying.vectors import Compare, Differences, vector_differences

_MOST_AGAIN = 20
"""How many pages with differences are looked at again; where there are more, nobody's writing is to blame."""


@dataclass
class Comparison:
    """One thing that is compared, and what differs.

    Attributes:
        check: The check's name.
        compare: Returns id → what differs.
        pages: The ids of the pages of the old collection in which something differs, with what does.
        differing: How many points differ.
    """

    check: str
    compare: Compare
    pages: list[tuple[list[PointId], Differences]] = field(default_factory=list)
    differing: int = 0

    def see(self, ids: list[PointId], wanted: PointColumns, found: PointColumns) -> None:
        """Compare a page."""
        if differences := self.compare(wanted, found):
            self.differing += len(differences)
            if len(self.pages) <= _MOST_AGAIN:
                self.pages.append((ids, differences))

    def look_again(self, gate: Gate, compare: Compare) -> None:
        """Keep of what differs only what still does: somebody may have written between two readings."""
        if not self.pages or len(self.pages) > _MOST_AGAIN:
            return
        time.sleep(gate.again_seconds)
        again: list[tuple[list[PointId], Differences]] = []
        for ids, before in self.pages:
            now = compare(*_both(gate, with_ids(gate.old, ids)))
            again.append((ids, {id: what for id, what in now.items() if id in before}))
        self.pages = again
        self.differing = sum(len(differences) for _, differences in again)

    def findings(self) -> Iterator[Finding]:
        """Yield what differs."""
        return (Finding(id, what) for _, differences in self.pages for id, what in differences.items())


def check_points(gate: Gate) -> Iterator[Result]:
    """Compare payloads and vectors of all points, or of a sample of them."""
    payloads = Payloads()
    compare_vectors = vector_differences(gate.new, gate.counterpart)
    of_payloads, of_vectors = Comparison("payloads", payloads.differences), Comparison("vectors", compare_vectors)
    compared = 0
    for page in _pages(gate):
        wanted, found = _both(gate, page)
        for one in (of_payloads, of_vectors):
            one.see(page.ids, wanted, found)
        compared += len(found)
        gate.progress("points", compared)
    digests = {"old": str(payloads.old), "new": str(payloads.new)}
    of_payloads.look_again(gate, Payloads().differences)
    of_vectors.look_again(gate, compare_vectors)
    yield _result(of_payloads, compared, digests)
    if gate.new.vectors:
        yield _result(of_vectors, compared, {"refilled": sorted(gate.counterpart.refilled)})
    else:
        yield Result("vectors", Outcome.SKIPPED, "the new collection has no vectors")


def _result(of: Comparison, compared: int, measured: Mapping[str, Any]) -> Result:
    if of.differing:
        words = f"{of.differing:,} of {counted(compared, 'point')} {'differs' if of.differing == 1 else 'differ'}"
    else:
        words = f"{counted(compared, 'point')} compared, all as they should be"
    return Result(
        of.check,
        judged(not of.differing),
        words,
        "none differs",
        {"compared": compared, "differing": of.differing, **measured},
        {"differing": 0},
        tuple(islice(of.findings(), MOST_FINDINGS)),
    )


def _pages(gate: Gate) -> Iterable[PointColumns]:
    most = gate.rules.points
    if most is None:
        return pages(gate.old, POINTS_PAGE, payload=True, vectors=True)
    return (with_ids(gate.old, ids) for ids in chunks(gate.survey.sample[:most], POINTS_PAGE))


def _both(gate: Gate, page: PointColumns) -> tuple[PointColumns, PointColumns]:
    """Return what points ought to be, and what they are: those that are there, in the same order."""
    wanted = gate.counterpart.expected(page)
    together = gate.counterpart.same_ids and gate.rules.points is None
    found = (neighbours if together else with_ids)(gate.new, wanted.ids)
    there = set(found.ids)
    return wanted.take([row for row, id in enumerate(wanted.ids) if id in there]), found
