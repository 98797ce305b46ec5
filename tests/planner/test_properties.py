"""What holds for every plan, whatever is declared, was applied, and is there."""

from __future__ import annotations

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from qschema.planner.change import ChangeClass, Origin
from qschema.planner.plan import Plan
from qschema.planner.planner import make_plan
from qschema.planner.refreshing import drift_plan
from qschema.planner.render_json import render_json
from qschema.planner.render_markdown import LIMIT, render_markdown
from qschema.planner.render_text import render_text
from qschema.schema.live import LiveCollection, LiveInstance, Mark
from qschema.schema.spec import Schema
from tests.strategies.specs import schemas

few = settings(max_examples=max(20, settings().max_examples // 5))
"""A schema is large, so the suite looks at few; the soak at as many as ever."""

GO_WITHOUT_SAYING = ("adopt_collection", "verify_copy", "shadow_collection", "freeze_writes", "thaw_writes")
"""Steps that no difference asks for: the first says whose a collection is, the others come with a copy."""

VERSIONS = st.sampled_from(["1.16.3", "1.17.1", "1.18.2", "1.19.0", "1.20.0"])
PEERS = st.dictionaries(st.sampled_from("123"), st.none() | VERSIONS, max_size=3)


def instance_of(schema: Schema, version: str, peers: dict[str, str | None], points: int) -> LiveInstance:
    """Return an instance that shows a schema as if it had been applied."""
    live = {
        name: LiveCollection(name, one.spec, Mark(schema.project, name, 1), points, "green", points)
        for name, one in schema.collections.items()
    }
    aliases = {alias: name for name, one in schema.collections.items() for alias in one.spec.aliases or ()}
    return LiveInstance(version, live, aliases, peers)


situations = st.tuples(
    schemas(), schemas(), st.builds(instance_of, schemas(), VERSIONS, PEERS, st.sampled_from([0, 7, 2_000_000]))
)


def applied_of(schema: Schema) -> dict[str, object]:
    return {name: one.spec.as_json() for name, one in schema.collections.items()}


@few
@given(situations, st.booleans())
def test_a_plan_can_be_saved_and_shown_in_every_form(case, prune):
    declared, applied, instance = case
    plan = make_plan(declared, instance, applied_of(applied), prune=prune)
    assert Plan.model_validate_json(plan.model_dump_json()) == plan
    assert orjson.dumps(render_json(plan))
    assert render_text(plan).endswith("\n")
    assert len(render_markdown(plan).encode()) <= LIMIT


@few
@given(situations, st.booleans())
def test_every_change_is_carried_out_or_impossible_and_every_step_has_a_reason(case, prune):
    declared, applied, instance = case
    plan = make_plan(declared, instance, applied_of(applied), prune=prune)
    stuck = {change.address.split("/")[0] for change in plan.impossible}
    carried = {cause.address for step in plan.steps for cause in step.causes}
    for change in plan.changes:
        assert change.address in carried or change.address.split("/")[0] in stuck
        assert change.kind is not ChangeClass.IMPOSSIBLE or change.reason
    for step in plan.steps:
        assert step.causes or step.kind in GO_WITHOUT_SAYING
        assert step.words()
        assert step.reversal().how


@few
@given(situations, st.data())
def test_a_limited_plan_is_a_part_of_the_whole(case, data):
    declared, applied, instance = case
    whole = make_plan(declared, instance, applied_of(applied))
    addresses = sorted({step.address for step in whole.steps} | set(declared.collections))
    only = tuple(data.draw(st.lists(st.sampled_from(addresses), unique=True, max_size=3))) if addresses else ()
    part = make_plan(declared, instance, applied_of(applied), only=only)
    kept = [(step.kind, step.address) for step in part.steps]
    assert kept == [one for one in ((step.kind, step.address) for step in whole.steps) if one in kept]
    assert {change.address for change in part.changes} <= {change.address for change in whole.changes}
    assert set(part.warnings) <= set(whole.warnings)


@few
@given(situations)
def test_drift_is_the_difference_from_what_was_applied(case):
    declared, applied, instance = case
    told = drift_plan(declared, instance, applied_of(applied))
    assert not told.steps
    assert told.idle or told.impossible
    assert all(change.origin is Origin.DRIFT for change in told.changes)
    same = drift_plan(declared, instance_of(applied, "1.20.0", {"1": "1.20.0"}, 0), applied_of(applied))
    assert not same.changes


@few
@given(schemas(), PEERS)
def test_what_is_as_declared_and_applied_needs_nothing(schema, peers):
    instance = instance_of(schema, "1.20.0", dict.fromkeys(peers, "1.20.0"), 7)
    plan = make_plan(schema, instance, applied_of(schema))
    assert plan.idle or plan.impossible
    assert not plan.drift
