"""Holding a copy of a collection against the original."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from qschema.apply.verifying.by_shard_key import by_shard_key, check_shard_keys, together
from qschema.apply.verifying.canaries import check_canaries
from qschema.apply.verifying.counts import check_counts
from qschema.apply.verifying.gate import CatchUp, Gate, nobody_writes
from qschema.apply.verifying.ids import check_ids
from qschema.apply.verifying.latency import check_latency
from qschema.apply.verifying.overlap import check_overlap
from qschema.apply.verifying.points import check_points
from qschema.apply.verifying.queries import Query
from qschema.apply.verifying.readiness import check_readiness
from qschema.apply.verifying.report import Report
from qschema.apply.verifying.result import Result
from qschema.apply.verifying.rules import Rules
from qschema.apply.verifying.sides import Counterpart, SearchedSide
from qschema.apply.verifying.survey import Progress
from qschema.client.models import ShardKey
from qschema.schema.verification import Verify

Check = Callable[[Gate], Iterator[Result]]

STRICT: tuple[Check, ...] = (check_counts, check_ids, check_points)
"""What compares data with data, and has to hold in any case."""

CHECKS: tuple[Check, ...] = (
    check_readiness,
    check_shard_keys,
    *STRICT,
    check_overlap,
    check_latency,
    check_canaries,
)
"""In this order: what is cheap and decides much comes first."""

READY_SECONDS = 60.0
AGAIN_SECONDS = 0.3


def verify(
    old: SearchedSide,
    new: SearchedSide,
    required: Verify | None = None,
    *,
    counterpart: Counterpart | None = None,
    queries: Sequence[Query] = (),
    checks: Sequence[Check] = CHECKS,
    ready_seconds: float = READY_SECONDS,
    again_seconds: float = AGAIN_SECONDS,
    progress: Progress = lambda check, points: None,
    catch_up: CatchUp = nobody_writes,
) -> Report:
    """Hold a copy of a collection against the original; nothing is written, but by `catch_up`.

    Counts, ids, payloads and vectors have to agree, and the optimiser to have finished. Answers and latencies are told,
    and judged where limits are declared. Everything is read in pages; what is held for all points is one digest for
    each ten thousand of them.

    Args:
        old: The collection that serves; it may be on another instance.
        new: The copy.
        required: What is declared of what it has to show.
        counterpart: What the copy owes to the original; without it, the same points.
        queries: Saved queries; without them, points of a sample are asked for their neighbours.
        checks: What is checked.
        ready_seconds: How long to wait for the optimiser.
        again_seconds: How long to wait before a difference is looked at again: it only counts if it is still there,
            because somebody may be writing to both meanwhile.
        progress: Is told what is read, and how many points of it; what it raises ends the verification.
        catch_up: Brings points of the copy in line with the original before they are looked at again, or all if it gets
            None, where others go on writing to the original alone; returns how many were behind.

    Raises:
        QdrantError: A collection can't be read.
    """
    start = time.monotonic()
    gate = Gate(
        old=old,
        new=new,
        rules=Rules.of(required),
        counterpart=counterpart or Counterpart(),
        queries=tuple(queries),
        ready_seconds=ready_seconds,
        again_seconds=again_seconds,
        progress=progress,
        catch_up=catch_up,
    )
    parts = by_shard_key(gate)
    results = tuple(result for check in checks for result in _results(check, gate, parts))
    return Report(old, new, results, time.monotonic() - start)


def _results(check: Check, gate: Gate, parts: Mapping[ShardKey, Gate]) -> Iterator[Result]:
    if not parts or check not in STRICT:
        return check(gate)
    return together({key: list(check(part)) for key, part in parts.items()})
