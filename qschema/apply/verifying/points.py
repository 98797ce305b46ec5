"""Points of both collections one by one, read once for payloads and vectors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from qschema.apply.copying.points import PointColumns
from qschema.apply.verifying.gate import LOOKS, Gate
from qschema.apply.verifying.payloads import Payloads
from qschema.apply.verifying.reading import POINTS_PAGE, chunks, neighbours, pages, with_ids
from qschema.apply.verifying.result import MOST_FINDINGS, Finding, Outcome, Result, counted, judged
from qschema.apply.verifying.vectors import Compare, Differences, vector_differences


@dataclass
class Comparison:
    """One thing that is compared, and what differs.

    Attributes:
        check: The check's name.
        compare: Returns id → what differs.
        again: Does the same at a second look.
        differing: How many points differ.
        findings: The first of them.
    """

    check: str
    compare: Compare
    again: Compare
    differing: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def has_enough(self) -> bool:
        """Whether no second look will change how this ends: it only has to tell by how much."""
        return self.differing >= MOST_FINDINGS

    def note(self, differences: Differences) -> None:
        """Take in what differs of a page."""
        self.differing += len(differences)
        some = islice(differences.items(), MOST_FINDINGS - len(self.findings))
        self.findings += (Finding(id, what) for id, what in some)


def check_points(gate: Gate) -> Iterator[Result]:
    """Compare payloads and vectors of all points, or of a sample of them."""
    payloads, vectors = Payloads(), vector_differences(gate.new, gate.counterpart)
    comparisons = (
        Comparison("payloads", payloads.differences, Payloads().differences),
        Comparison("vectors", vectors, vectors),
    )
    compared = 0
    for page in _pages(gate):
        compared += _compare(gate, page, comparisons)
        gate.progress("points", compared)
    of_payloads, of_vectors = comparisons
    yield _result(of_payloads, compared, {"old": str(payloads.old), "new": str(payloads.new)})
    if gate.new.vectors:
        yield _result(of_vectors, compared, {"refilled": sorted(gate.counterpart.refilled)})
    else:
        yield Result("vectors", Outcome.SKIPPED, "the new collection has no vectors")


def _compare(gate: Gate, page: PointColumns, comparisons: tuple[Comparison, ...]) -> int:
    """Compare the points of a page, and return how many there were.

    What differs counts if it still does at each further look: somebody may have written between the two readings.
    """
    wanted, found = _both(gate, page)
    seen = [one.compare(wanted, found) for one in comparisons]
    for _ in range(LOOKS - 1):
        if not any(differences and not one.has_enough for one, differences in zip(comparisons, seen, strict=True)):
            break
        gate.wait({id for differences in seen for id in differences})
        both = _both(gate, with_ids(gate.old, page.ids))
        again = [one.again(*both) for one in comparisons]
        seen = [{id: now[id] for id in before if id in now} for before, now in zip(seen, again, strict=True)]
    for one, differences in zip(comparisons, seen, strict=True):
        one.note(differences)
    return len(found)


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
        tuple(of.findings),
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
    found = (neighbours if together and len(wanted) else with_ids)(gate.new, wanted.ids)
    there = set(found.ids)
    return wanted.take([row for row, id in enumerate(wanted.ids) if id in there]), found
