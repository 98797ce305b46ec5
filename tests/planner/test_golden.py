from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import orjson
import pytest
import yaml

from qschema.planner.render_json import render_json
from qschema.planner.render_markdown import render_markdown
from qschema.planner.render_text import render_text

CASES = sorted((Path(__file__).parent / "golden").glob("*.yaml"))
"""Each case: what the instance `has` (by name: spec, and owner and points if they matter), what was `applied` last,
what is `declared`, what was `granted`; and what the plan was limited to: `only`, `prune`, `max_rebuilds`. A cluster
has `peers`; `refresh_only` asks for drift alone."""


@pytest.fixture(params=CASES, ids=lambda case: case.stem)
def case(request, planning):
    file = request.param
    said = yaml.safe_load(file.read_text(encoding="utf-8"))
    planning.version = said.get("server", "1.19.0")
    for name, there in said.get("has", {}).items():
        planning.has(name, there["spec"], owner=there.get("owner", "library"), points=there.get("points", 0))
        planning.collections[name] = replace(planning.collections[name], indexed=there.get("indexed"))
    planning.aliases |= said.get("aliases", {})
    planning.peers = said.get("peers", {})
    planning.shadowed = tuple(said.get("shadowed", ()))
    planning.applied = said.get("applied", {})
    if said.get("refresh_only"):
        return file, planning.drift(said["declared"])
    limits = {key: said[key] for key in ("prune", "max_rebuilds") if key in said}
    only, granted = tuple(said.get("only", ())), tuple(said.get("granted", ()))
    return file, planning.plan(said["declared"], granted=granted, only=only, **limits)


def test_a_plan_as_text(case, same_as_golden):
    file, plan = case
    same_as_golden(file.with_suffix(".txt"), render_text(plan))


def test_a_plan_as_json(case, same_as_golden):
    file, plan = case
    text = orjson.dumps(render_json(plan), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()
    same_as_golden(file.with_suffix(".json"), text)


def test_a_plan_as_markdown(case, same_as_golden):
    file, plan = case
    same_as_golden(file.with_suffix(".md"), render_markdown(plan))


def test_there_are_sixty_of_them():
    assert len(CASES) >= 60
