"""Ctrl-C, and a process that is told to end."""

from __future__ import annotations

import pytest

from qschema.client import requests
from tests.apply.bench import ARTICLES, Told
from tests.apply.faults import interrupted


def at(number: int, error: type[BaseException]):
    def stop(started: int) -> None:
        if started == number:
            raise error

    return stop


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_between_steps(bench, error, number):
    with pytest.raises(error):
        bench.carry_out(bench.plan({"articles": ARTICLES}), watch=Told(at(number, error)))
    (run,) = bench.runs()
    assert run.outcome == "interrupted"
    assert [step.outcome for step in run.steps] == ["done"] * (number - 1)
    assert bench.is_at_rest()
    bench.apply({"articles": ARTICLES})
    assert bench.plan({"articles": ARTICLES}).idle


@pytest.mark.parametrize(
    "kind", [requests.CreateCollection, requests.CreatePayloadIndex, requests.UpdateCollection, requests.UpdateAliases]
)
def test_within_a_step(bench, kind):
    bench.apply({"other": {"vectors": {}}})
    declared = {"articles": ARTICLES, "other": {"vectors": {}, "hnsw_config": {"m": 20}}}
    bench.faults.add(
        interrupted,
        kind,
        when=lambda request: request.collection != "_qschema" and "_qschema" not in str(request),
        times=1,
    )
    if kind is requests.CreateCollection:
        bench.faults.faults[-1].when = lambda request: request.collection == "articles"
    with pytest.raises(KeyboardInterrupt):
        bench.apply(declared)
    run = bench.runs()[-1]
    assert (run.outcome, run.steps[-1].outcome) == ("interrupted", "unknown")
    assert bench.is_at_rest()
    bench.apply(declared)
    assert bench.plan(declared).idle


def test_while_the_lock_is_taken(bench):
    bench.faults.add(
        interrupted, requests.UpdateAliases, when=lambda request: "library.held." in str(request.body), times=1
    )
    with pytest.raises(KeyboardInterrupt):
        bench.apply({"articles": ARTICLES})
    assert bench.is_at_rest()
    assert bench.runs() == ()
    bench.apply({"articles": ARTICLES})


WRITES = 10
"""What a run of three steps writes into the ledger: lease, start, before and after each step, what is applied, end."""


@pytest.mark.parametrize("number", range(1, WRITES + 1))
def test_at_any_of_the_ledgers_writes(bench, number):
    """Wherever a run is stopped, the ledger can be read and the next run completes."""
    declared = {"articles": ARTICLES, "other": {"vectors": {}}}
    bench.apply({"other": {"vectors": {}}})
    plan = bench.plan(declared)
    writes = 0

    def stop(onward):
        nonlocal writes
        writes += 1
        return interrupted(onward) if writes == number else onward()

    bench.faults.add(stop, requests.UpsertPoints, about="_qschema")
    with pytest.raises(KeyboardInterrupt):
        bench.carry_out(plan)
    assert bench.is_at_rest()
    assert all(run.outcome in ("done", "interrupted") for run in bench.runs())
    bench.apply(declared)
    assert bench.plan(declared).idle
