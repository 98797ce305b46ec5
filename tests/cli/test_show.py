from __future__ import annotations

import json


def applied(library) -> str:
    assert library.qschema("apply", "--auto-approve").code == 0
    return json.loads(library.qschema("history", "--json").out)[-1]["id"]


def test_a_run_with_its_plan(library):
    run = applied(library)
    shown = library.qschema("show", run[:8])
    assert shown.code == 0
    assert "create the collection" in shown.out
    assert f"run {run}" in shown.out


def test_all_that_is_remembered(library):
    run = applied(library)
    said = json.loads(library.qschema("show", run, "--json").out)
    assert said["id"] == run
    assert said["body"]["project"] == "library"
    assert [step["before"]["collection"] is None for step in said["steps"]] == [True, False]


def test_no_such_run(library):
    applied(library)
    refused = library.qschema("show", "nothing")
    assert refused.code == 1
    assert "[apply.no-such-run]" in refused.err
