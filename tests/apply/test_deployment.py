from __future__ import annotations

from functools import partial

import pytest

from qschema.apply.deployment import Deployment
from qschema.apply.errors import StalePlanError
from qschema.apply.place import Place
from tests.apply.bench import PROJECT, schema_of

VECTORS = {"vectors": {"size": 4, "distance": "Dot"}}
BOTH = {"articles": VECTORS, "logs": VECTORS}


@pytest.fixture
def deployment(bench):
    bench.apply(BOTH)
    declared = {"articles": {**VECTORS, "hnsw_config": {"m": 24}}, "logs": {**VECTORS, "hnsw_config": {"m": 16}}}
    return Deployment(PROJECT, Place.of_client(bench.client), lambda: schema_of(declared))


def about_logs(bench):
    """Have another run change the other collection."""
    bench.apply({**BOTH, "logs": {**VECTORS, "hnsw_config": {"m": 32}}})


def test_a_plan_that_comes_out_the_same_is_carried_out_though_others_were_at_work(bench, deployment):
    plan = deployment.plan(only=("articles",))
    about_logs(bench)
    with pytest.raises(StalePlanError):
        deployment.carry_out(plan, deployment.begun)
    assert deployment.carry_out_fresh(plan, deployment.begun, partial(deployment.plan, only=("articles",))).steps
    assert bench.client.get_collection("articles").config.hnsw_config.m == 24


def test_one_that_has_other_steps_by_now_is_not(bench, deployment):
    plan = deployment.plan()
    about_logs(bench)
    with pytest.raises(StalePlanError):
        deployment.carry_out_fresh(plan, deployment.begun, deployment.plan)
    assert bench.client.get_collection("articles").config.hnsw_config.m == 16


def test_it_is_not_made_for_ever(bench, deployment):
    """Others may be at work all the time."""
    plan = deployment.plan()
    about_logs(bench)
    made = []

    def again():
        made.append(plan)
        return plan

    with pytest.raises(StalePlanError):
        deployment.carry_out_fresh(plan, deployment.begun, again, tries=2)
    assert len(made) == 3
