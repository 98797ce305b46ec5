"""Several projects, and people without one, on one instance."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qschema.apply.errors import ImpossiblePlanError
from qschema.client import QdrantClient, models
from tests.apply.bench import Bench

NAMES = ("articles", "orders", "people", "logs")
PROJECTS = ("library", "shop")
ALIASES = ("docs", "main")

specs: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"vectors": st.just({"text": {"size": 4, "distance": "Dot"}})},
    optional={
        "payload_indexes": st.dictionaries(st.sampled_from(["a", "b"]), st.just({"type": "keyword"})),
        "metadata": st.dictionaries(st.sampled_from(["a", "b"]), st.integers(0, 2)),
        "hnsw_config": st.fixed_dictionaries({"m": st.integers(8, 9)}),
    },
)


@st.composite
def declarations(draw: st.DrawFn) -> dict[str, Any]:
    declared = draw(st.dictionaries(st.sampled_from(NAMES), specs, max_size=3))
    if declared and draw(st.booleans()):
        next(iter(declared.values()))["aliases"] = [draw(st.sampled_from(ALIASES))]
    return declared


@settings(max_examples=settings().max_examples // 8)
@given(
    st.lists(st.tuples(st.sampled_from(["library", "shop"]), declarations()), max_size=5),
    st.sets(st.sampled_from(NAMES)),
)
def test_nobody_touches_what_is_not_his(history, unmarked):
    """Whatever two projects apply, one after the other: what is neither declared nor owned stays as it is."""
    with QdrantClient(":memory:") as client:
        bench = Bench.over(client)
        for name in sorted(unmarked):
            vectors = {"text": models.VectorParams(size=4, distance=models.Distance.DOT)}
            client.create_collection(name, vectors_config=vectors, metadata={"made by": "hand"})
        for project, declared in history:
            before = bench.shown()
            mine = {name for name, one in before["collections"].items() if owner(one) == project}
            plan = bench.plan(declared, project=project, granted=NAMES)
            free = {name for name in declared if owner(before["collections"].get(name)) in (None, project)}
            assert {step.collection for step in plan.steps} <= mine | free
            if plan.impossible:
                with pytest.raises(ImpossiblePlanError):
                    bench.carry_out(plan)
                assert bench.shown() == before
            else:
                bench.carry_out(plan)
                assert bench.plan(declared, project=project).idle
            after = bench.shown()
            others = before["collections"].keys() - mine - free
            assert {name: after["collections"].get(name) for name in others} == {
                name: before["collections"][name] for name in others
            }


def owner(shown: dict[str, Any] | None) -> str | None:
    mark = ((shown or {}).get("config", {}).get("metadata") or {}).get("qschema")
    return mark["project"] if mark else None
