"""Whether both collections have the same ids: digests first, and the ids of a range where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, takewhile

from qschema.apply.copying.ids import PointId, place_of
from qschema.apply.verifying.gate import LOOKS, Gate
from qschema.apply.verifying.reading import IDS_PAGE, pages
from qschema.apply.verifying.result import MOST_FINDINGS, Finding, Outcome, Result, counted
from qschema.apply.verifying.sides import SearchedSide
from qschema.apply.verifying.survey import Range

_MOST_HELD = 10_000
_MOST_RANGES = 10
"""So many ranges are looked at where ids are changed: for each of them the whole old collection is read."""


@dataclass
class Differences:
    """The ids that aren't the same.

    Attributes:
        missing: Ids that only the old collection has.
        extra: Ids that only the new one has.
        merged: Ids that several points of the old one come to.
    """

    missing: set[PointId] = field(default_factory=set)
    extra: set[PointId] = field(default_factory=set)
    merged: set[PointId] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.missing) + len(self.extra) + len(self.merged)

    def __and__(self, other: Differences) -> Differences:
        return Differences(self.missing & other.missing, self.extra & other.extra, self.merged & other.merged)

    def findings(self) -> Iterator[Finding]:
        """Yield what is wrong with each id, in their order."""
        for ids, what in (
            (self.missing, "missing from the new collection"),
            (self.extra, "only in the new collection"),
            (self.merged, "several old points come to this id"),
        ):
            yield from (Finding(id, what) for id in sorted(ids, key=place_of))


def check_ids(gate: Gate) -> Iterator[Result]:
    """Compare digests of ranges, and name the ids where they differ, as far as they still do at each further look."""
    survey = gate.survey
    ranges = survey.differing
    looked_at = ranges if gate.counterpart.same_ids else ranges[:_MOST_RANGES]
    measured = {"old": str(survey.old), "new": str(survey.new), "differing": 0}
    required = "the same ids"
    if not ranges:
        words = f"{counted(survey.new.count, 'id')}, the same in both"
        yield Result("ids", Outcome.PASSED, words, required, measured)
        return
    found = _differences(gate, looked_at)
    for _ in range(LOOKS - 1):
        if not found:
            break
        gate.wait(found.missing | found.extra)
        found &= _differences(gate, looked_at)
    measured |= {"differing": len(found), "missing": len(found.missing), "extra": len(found.extra)}
    if not found and looked_at == ranges:
        words = "the same ids in both at a second look: somebody has written between the first ones"
        yield Result("ids", Outcome.PASSED, words, required, measured)
        return
    kinds = (("missing", found.missing), ("only in the new one", found.extra), ("come to by several", found.merged))
    words = ", ".join(f"{counted(len(ids), 'id')} {kind}" for kind, ids in kinds if ids)
    if looked_at != ranges or len(found.missing) == _MOST_HELD:
        words = f"at least {words or '1 id differs'}; {len(ranges)} of {len(survey.ranges)} ranges of ids differ"
    findings = tuple(islice(found.findings(), MOST_FINDINGS))
    yield Result("ids", Outcome.FAILED, words, required, measured, {"differing": 0}, findings)


def _differences(gate: Gate, ranges: tuple[Range, ...]) -> Differences:
    found = Differences()
    for one in ranges:
        there = set(_ids(gate.new, one))
        seen: set[PointId] = set()
        for id in _expected(gate, one):
            if id in seen:
                found.merged.add(id)
            elif id in there:
                seen.add(id)
            else:
                found.missing.add(id)
                if len(found.missing) == _MOST_HELD:
                    return found
        found.extra |= there - seen
    return found


def _expected(gate: Gate, within: Range) -> Iterator[PointId]:
    """Yield the ids of a range that the new collection ought to have."""
    if gate.counterpart.same_ids:
        yield from _ids(gate.old, within)
        return
    for page in pages(gate.old, IDS_PAGE, payload=True):
        yield from (id for id in gate.counterpart.expected(page).ids if _lies_in(id, within))


def _ids(side: SearchedSide, within: Range) -> Iterator[PointId]:
    ids = (id for page in pages(side, IDS_PAGE, first=within.first) for id in page.ids)
    return takewhile(lambda id: _lies_in(id, within), ids)


def _lies_in(id: PointId, within: Range) -> bool:
    low = within.first is None or place_of(within.first) <= place_of(id)
    return low and (within.until is None or place_of(id) < place_of(within.until))
