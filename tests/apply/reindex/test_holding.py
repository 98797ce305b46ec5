"""How long the generation that served before is kept."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from qschema.apply.records import now
from qschema.apply.reindex import holding
from qschema.apply.reindex.errors import HeldError
from qschema.apply.reindex.holding import Hold
from qschema.apply.reindex.plans import plan_cleanup
from qschema.apply.reindex.state import reindexes
from qschema.schema.lifecycle import Lifecycle
from tests.apply.bench import PROJECT, schema_of
from tests.apply.reindex.library import NAME, Library, declared

HELD = declared(8, "docs", hold="7d")


@pytest.fixture
def switched(library: Library) -> Library:
    library.begin(4, "docs")
    library.apply(HELD)
    return library


def later(monkeypatch: pytest.MonkeyPatch, **by: float) -> None:
    monkeypatch.setattr(holding, "now", lambda: now() + timedelta(**by))


def hold_of(library: Library) -> Hold:
    (one,) = reindexes(library.client, schema_of(HELD), [NAME])
    assert one.hold is not None
    return one.hold


def test_cleaning_up_is_refused_until_the_hold_is_over(switched: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = partial(plan_cleanup, switched.client, PROJECT, NAME, place=switched.place, lifecycle=Lifecycle(hold="7d"))
    with pytest.raises(HeldError, match="hold") as refused:
        plan()
    held = refused.value.hold
    assert held.since
    assert held.until == held.since + timedelta(days=7)
    assert held.since == hold_of(switched).since
    assert f"{held.since:%Y-%m-%d %H:%M:%S} UTC" in refused.value.why
    assert f"{held.until:%Y-%m-%d %H:%M:%S} UTC" in refused.value.why
    assert "--ignore-hold" in refused.value.fix
    later(monkeypatch, days=6)
    with pytest.raises(HeldError):
        plan()
    later(monkeypatch, days=8)
    switched.carry_out(plan())
    assert switched.collections() == {"articles__g2"}


def test_it_begins_anew_with_each_switch(switched: Library) -> None:
    before = now()
    switched.revert()
    (one,) = reindexes(switched.client, schema_of(HELD), [NAME])
    assert one.hold is None
    switched.apply(HELD)
    since = hold_of(switched).since
    assert since
    assert since > before


def test_a_plan_tells_of_it_once_it_is_over(switched: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not any("hold" in note for note in switched.plan(HELD).notes)
    assert "kept for" in reindexes(switched.client, schema_of(HELD), [NAME])[0].words
    later(monkeypatch, days=8)
    plan = switched.plan(HELD)
    assert plan.empty
    assert any("cleanup" in note and "7d" in note for note in plan.notes)
    assert "is over" in reindexes(switched.client, schema_of(HELD), [NAME])[0].words


def test_without_a_record_of_the_switch_nobody_knows(switched: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "_SWITCHES", ())
    with pytest.raises(HeldError, match="hold") as refused:
        plan_cleanup(switched.client, PROJECT, NAME, place=switched.place, lifecycle=Lifecycle())
    assert "doesn't tell" in refused.value.why
    assert plan_cleanup(switched.client, PROJECT, NAME, place=switched.place, lifecycle=Lifecycle(hold="0s")).steps
    assert plan_cleanup(switched.client, PROJECT, NAME, place=switched.place).steps
