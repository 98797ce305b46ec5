from __future__ import annotations

import json

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qschema.apply.errors import AlteredPlanError, NewerPlanError, PlanFileError, SecretInPlanError, StalePlanError
from qschema.apply.plan_file import load_plan, save_plan
from qschema.planner.plan import FORMAT, fingerprint
from qschema.planner.planner import make_plan
from qschema.schema.live import LiveInstance
from qschema.schema.secrets import remember
from tests.apply.bench import ARTICLES
from tests.strategies.specs import schemas


@pytest.fixture
def file(tmp_path):
    return tmp_path / "next.plan"


@pytest.fixture
def plan(bench):
    bench.apply({"articles": ARTICLES, "gone": {"vectors": {}}})
    return bench.plan({"articles": {**ARTICLES, "hnsw_config": {"m": 24}}}, granted=("gone",))


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(schemas())
def test_a_plan_comes_back_as_it_was_saved(file, schema):
    plan = make_plan(schema, LiveInstance("1.20.0", {}, {}), {}, target="http://somewhere:6333")
    save_plan(plan, file)
    assert load_plan(file) == plan
    saved = file.read_bytes()
    save_plan(load_plan(file), file)
    assert file.read_bytes() == saved


def test_a_saved_plan_needs_no_second_grant(bench, plan, file):
    save_plan(plan, file)
    bench.carry_out(load_plan(file))
    assert not bench.client.collection_exists("gone")


def test_a_saved_plan_is_stale_after_it_was_carried_out(bench, plan, file):
    save_plan(plan, file)
    bench.carry_out(load_plan(file))
    with pytest.raises(StalePlanError):
        bench.carry_out(load_plan(file))


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_altered_byte_is_noticed(plan, file, data):
    save_plan(plan, file)
    content = bytearray(file.read_bytes())
    at = data.draw(st.integers(0, len(content) - 2))
    content[at] = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[at]))
    file.write_bytes(content)
    with pytest.raises((AlteredPlanError, PlanFileError, NewerPlanError)):
        load_plan(file)


@pytest.mark.parametrize("key", ["target", "granted", "steps", "live", "project"])
def test_an_altered_plan_is_refused(plan, file, key):
    save_plan(plan, file)
    saved = json.loads(file.read_text())
    saved["plan"][key] = ["x"] if isinstance(saved["plan"][key], list) else "x"
    file.write_text(json.dumps(saved))
    with pytest.raises(AlteredPlanError) as caught:
        load_plan(file)
    assert caught.value.where == str(file)


def test_another_layout_of_the_same_json_is_the_same_plan(plan, file):
    save_plan(plan, file)
    file.write_text(json.dumps(json.loads(file.read_text()), indent=4))
    assert load_plan(file) == plan


def test_a_newer_format_is_named(plan, file):
    save_plan(plan.model_copy(update={"format": FORMAT + 1}), file)
    with pytest.raises(NewerPlanError, match=f"format {FORMAT + 1}"):
        load_plan(file)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{}", b'{"plan": {}, "checksum": ""}', b'{"plan": 1, "checksum": "x"}', b"\xff\xfe"]
)
def test_other_files_are_no_plans(file, content):
    file.write_bytes(content)
    with pytest.raises(PlanFileError):
        load_plan(file)


@pytest.mark.parametrize("said", [{"format": 1}, {"format": "new"}, {"format": 1, "steps": [{"kind": "dance"}]}])
def test_a_plan_that_says_too_little_is_no_plan(file, said):
    file.write_bytes(orjson.dumps({"plan": said, "checksum": fingerprint(said)}))
    with pytest.raises(PlanFileError):
        load_plan(file)


def test_a_file_that_is_not_there(file):
    with pytest.raises(FileNotFoundError):
        load_plan(file)


def test_a_secret_is_never_saved(bench, file):
    remember("t0ken-of-ann")
    plan = bench.plan({"articles": {**ARTICLES, "metadata": {"source": "t0ken-of-ann"}}})
    with pytest.raises(SecretInPlanError, match="articles"):
        save_plan(plan, file)
    assert not file.exists()


def test_a_plan_of_the_first_format_is_read_as_one_that_has_nothing_of_the_second(plan, file):
    said = plan.model_dump(mode="json")
    for key in ("warnings", "only", "max_rebuilds", "refresh_only"):
        del said[key]
    for step in said["steps"]:
        del step["cost"]
        step["causes"] = [{key: value for key, value in one.items() if key != "origin"} for one in step["causes"]]
    said["changes"] = [{key: value for key, value in one.items() if key != "origin"} for one in said["changes"]]
    said["format"] = 1
    file.write_text(json.dumps({"checksum": fingerprint(said), "plan": said}))
    old = load_plan(file)
    assert (old.steps[0].address, old.warnings, old.max_rebuilds) == (plan.steps[0].address, (), 1)
