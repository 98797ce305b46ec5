from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from qschema.apply.planning import plan_for
from qschema.apply.run import apply_plan
from qschema.client import QdrantClient
from tests.strategies.specs import schemas

PLACE = ":memory:"
target = schemas(tame=True, server=(1, 19), destroyable=True)


@settings(
    max_examples=settings().max_examples // 4, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(target, target)
def test_after_an_apply_there_is_nothing_to_do(first, second):
    """For any two declarations: apply(S1), and plan(S1) is empty; apply(S2), and plan(S2) is empty."""
    with QdrantClient(PLACE) as client:
        for schema in (first, second):
            granted = tuple(name for one in (first, second) for name in one.collections)
            apply_plan(client, plan_for(client, schema, place=PLACE, granted=granted), place=PLACE)
            plan = plan_for(client, schema, place=PLACE)
            assert plan.idle, plan
