from __future__ import annotations

import json

from qschema.apply.bootstrap import ensure_ledger
from qschema.apply.history import export, history
from qschema.apply.run import apply_plan
from tests.apply.bench import ARTICLES, Told


def test_without_a_ledger_there_is_none(bench):
    assert history(bench.client) == ()
    assert list(export(bench.client)) == []


def test_runs_come_in_order_with_their_steps(bench):
    bench.apply({"articles": ARTICLES})
    bench.apply({"orders": {"vectors": {}}}, project="shop")
    bench.apply({"articles": {**ARTICLES, "hnsw_config": {"m": 24}}})
    assert [(run.project, len(run.steps)) for run in bench.runs()] == [("library", 3), ("shop", 1), ("library", 1)]
    assert [run.project for run in history(bench.client, "shop")] == ["shop"]
    run = bench.runs()[0]
    assert run.outcome == "done"
    assert run.started <= run.steps[0].started <= run.steps[0].ended <= run.steps[1].started <= run.ended
    assert [step.index for step in run.steps] == [0, 1, 2]
    assert run.steps[1].words == "index 'tenant' as keyword"


def test_a_run_that_is_still_at_work(bench):
    seen = []
    bench.carry_out(bench.plan({"articles": ARTICLES}), watch=Told(lambda number: seen.append(bench.runs()[-1])))
    assert [run.outcome for run in seen] == ["running"] * 3
    assert seen[0].ended is None


def test_a_run_that_is_gone_without_a_word(bench):
    bench.apply({"articles": ARTICLES})
    bench.client.delete("_qschema", [_last(bench)])
    assert bench.runs()[-1].outcome == "unfinished"


def test_it_is_json(bench):
    bench.apply({"articles": ARTICLES})
    (run,) = json.loads(json.dumps([run.as_json() for run in bench.runs()]))
    assert run["steps"][0]["address"] == "articles"
    assert run["who"]["pid"] > 0


def test_export_holds_every_record(bench):
    bench.apply({"articles": ARTICLES})
    records = list(export(bench.client))
    assert len(records) == bench.client.count("_qschema").count
    assert [one["kind"] for one in records[:2]] == ["meta", "run"]
    assert json.loads(json.dumps(records)) == records


def test_a_plan_with_nothing_to_write_leaves_no_run(bench):
    ensure_ledger(bench.client)
    apply_plan(bench.client, bench.plan({}), place=bench.place)
    assert bench.runs() == ()


def _last(bench):
    """Return the id of the record that says how the last run ended."""
    points, _ = bench.client.scroll("_qschema", limit=100)
    return next(point.id for point in points if point.payload.get("phase") == "finished")
