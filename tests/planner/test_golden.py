from __future__ import annotations

from pathlib import Path

import orjson
import pytest
import yaml

from qschema.planner.render_json import render_json
from qschema.planner.render_text import render_text

CASES = sorted((Path(__file__).parent / "golden").glob("*.yaml"))
"""Each case: what the instance `has` (by name: spec, and owner and points if they matter), what was `applied` last,
what is `declared`, and what was `granted`."""


@pytest.fixture(params=CASES, ids=lambda case: case.stem)
def case(request, planning):
    file = request.param
    said = yaml.safe_load(file.read_text(encoding="utf-8"))
    planning.version = said.get("server", "1.19.0")
    for name, there in said.get("has", {}).items():
        planning.has(name, there["spec"], owner=there.get("owner", "library"), points=there.get("points", 0))
    planning.applied = said.get("applied", {})
    return file, planning.plan(said["declared"], granted=tuple(said.get("granted", ())))


def test_a_plan_as_text(case, same_as_golden):
    file, plan = case
    same_as_golden(file.with_suffix(".txt"), render_text(plan))


def test_a_plan_as_json(case, same_as_golden):
    file, plan = case
    text = orjson.dumps(render_json(plan), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()
    same_as_golden(file.with_suffix(".json"), text)
