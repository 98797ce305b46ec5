"""Queries whose answers are known, asked of the new collection."""

from __future__ import annotations

from collections.abc import Iterator

from qschema.apply.verifying.asking import ask, requests
from qschema.apply.verifying.gate import Gate
from qschema.apply.verifying.queries import Query
from qschema.apply.verifying.result import Finding, Outcome, Result, counted, judged


def check_canaries(gate: Gate) -> Iterator[Result]:
    """Ask the declared canaries, and the saved queries that say what they expect."""
    canaries = [*map(Query.of, gate.rules.canaries), *(query for query in gate.queries if query.expect)]
    if not canaries:
        yield Result("canaries", Outcome.SKIPPED, "none is declared")
        return
    findings = [Finding(one.label, what) for one in canaries if (what := _wrong(gate, one))]
    heard = len(canaries) - len(findings)
    yield Result(
        "canaries",
        judged(not findings),
        f"{heard} of {counted(len(canaries), 'canary', 'canaries')} found what they had to",
        "each finds what it has to",
        {"canaries": len(canaries), "found": heard},
        {"found": len(canaries)},
        tuple(findings),
    )


def _wrong(gate: Gate, canary: Query) -> str:
    """Return what a canary didn't find; empty if nothing."""
    using = canary.using if canary.using is not None else next(iter(gate.new.vectors), "")
    if using not in gate.new.vectors:
        return f"the new collection has no vector {using}" if using else "the new collection has no vector"
    within = canary.within or gate.rules.k
    ids = gate.new_ids([] if canary.point is None else [canary.point])
    asked = list(requests(gate.new, [canary], using, within, ids).values())
    hits = next(ask(gate.new, asked), None)
    if hits is None:
        return "it can't be asked: the point isn't there, or nobody says what embeds the text"
    missing = [id for id in canary.expect if id not in {hit.id for hit in hits}]
    return f"{', '.join(map(str, missing))} not among the first {within}" if missing else ""
