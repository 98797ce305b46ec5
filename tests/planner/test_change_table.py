from __future__ import annotations

import pytest

from qschema.planner.change_table import ROWS, Takes
from qschema.planner.steps import UpdateCollection
from tests.planner.settings import SETTINGS

ROW = {row.path: row for row in ROWS}


def test_every_row_has_a_change_to_try():
    assert sorted(setting.path for setting in SETTINGS) == sorted(ROW)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: "/".join(setting.path))
def test_what_a_change_takes(planning, steps, setting):
    row = ROW[setting.path]
    planning.has("articles", setting.declaration(setting.before))
    assert planning.plan({"articles": setting.declaration(setting.before)}).empty
    plan = planning.plan({"articles": setting.declaration(setting.after)})
    if row.takes is not Takes.REPLACE:
        (step,) = plan.steps
        assert isinstance(step, UpdateCollection)
        assert step.rebuild == row.rebuild
        assert str(plan.summary) == "0 to add, 1 to change, 0 to destroy"
    elif setting.path[0] == "vectors":
        assert steps(plan) == [("delete_vector", "articles/vectors/v"), ("create_vector", "articles/vectors/v")]
    elif setting.path == ("sharding_method",):
        assert steps(plan) == [("delete_collection", "articles"), ("create_collection", "articles")]
    else:
        assert steps(plan) == [
            ("create_collection", "articles"),
            ("copy_points", "articles"),
            ("verify_copy", "articles"),
            ("shadow_collection", "articles"),
        ]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: "/".join(setting.path))
def test_what_is_left_out_is_left_as_it_is(planning, setting):
    planning.has("articles", setting.declaration(setting.before))
    planning.had_applied("articles", setting.declaration(setting.before) | {"metadata": {}})
    assert planning.plan({"articles": setting.declaration(None)}).empty


def test_a_vectors_graph_is_rebuilt_for_the_same_reasons_as_the_collections(planning):
    for key, rebuild in (("m", True), ("max_indexing_threads", False)):
        planning.has("articles", {"vectors": {"v": {"size": 4, "distance": "Dot"}}})
        (step,) = planning.plan(
            {"articles": {"vectors": {"v": {"size": 4, "distance": "Dot", "hnsw_config": {key: 3}}}}}
        ).steps
        assert step.rebuild == rebuild
