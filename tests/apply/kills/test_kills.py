"""A run that is killed at any point is gone on with, or taken back; whole matrix in the soak."""

from __future__ import annotations

import pytest
from hypothesis import settings

from qschema.apply.failpoints import BOUNDARIES
from tests.apply.kills.declarations import BEFORE, REVERSIBLE, WITH_LOSS

ALL = [name for name in BOUNDARIES if "wait" not in name and "postcheck" not in name]
KINDS = {
    "adopt_collection": ALL,
    "create_collection": ALL,
    "create_index": ALL,
    "create_vector": ALL,
    "delete_alias": ALL,
    "delete_index": ALL,
    "rename_collection": ALL,
    "set_alias": ALL,
    "update_collection": list(BOUNDARIES),
}
MATRIX = [(kind, boundary) for kind, boundaries in KINDS.items() for boundary in boundaries]
LOSSES = [(kind, boundary) for kind in ("delete_collection", "delete_vector") for boundary in ALL]
SOAK = settings().max_examples >= 1_000


def share(cases: list[tuple[str, str]], first: int = 0) -> list[tuple[str, str]]:
    """All cases in the soak; in the suite every ninth."""
    return cases if SOAK else cases[first::9]


@pytest.mark.parametrize(("kind", "boundary"), share(MATRIX))
def test_it_is_gone_on_with(killed, kind, boundary):
    instance = killed("before")
    instance.kill(REVERSIBLE, f"{kind}:{boundary}")
    instance.resume(REVERSIBLE)
    assert instance.plan(REVERSIBLE).idle
    points = {name: len(one["points"]) for name, one in instance.shown()["collections"].items()}
    assert points == {"articles": 9, "old_name": 9, "new": 0, "found": 0}


@pytest.mark.parametrize(("kind", "boundary"), share(MATRIX, first=3))
def test_it_is_taken_back(killed, kind, boundary):
    instance = killed("before")
    instance.kill(REVERSIBLE, f"{kind}:{boundary}")
    instance.take_back()
    assert instance.shown() == instance.before
    assert instance.plan(BEFORE).empty


@pytest.mark.parametrize(("kind", "boundary"), share(LOSSES))
def test_what_loses_data_is_gone_on_with(killed, kind, boundary):
    instance = killed("with-loss")
    instance.kill(WITH_LOSS, f"{kind}:{boundary}")
    instance.resume(WITH_LOSS)
    assert instance.plan(WITH_LOSS).idle
    assert "gone" not in instance.shown()["collections"]
