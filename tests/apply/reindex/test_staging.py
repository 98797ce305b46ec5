"""A share of the readers reads from the new generation before the switch: raised, lowered, taken away, taken back."""

from __future__ import annotations

from functools import partial

import pytest

from qschema.apply.ensuring import ensure
from qschema.apply.errors import LockedError, StalePlanError, StoppedError
from qschema.apply.freezes import left_closed
from qschema.apply.live_writes.freezing import frozen
from qschema.apply.reindex import filling
from qschema.apply.reindex.errors import NoGenerationError, NotCopiedError, SwitchBrokenOffError
from qschema.apply.reindex.plans import plan_abort
from qschema.apply.reindex.staging import plan_stage
from qschema.apply.reindex.state import reindexes
from qschema.apply.rollback import plan_rollback
from qschema.apply.run import Stop
from qschema.apply.status import status
from qschema.client import QdrantClient, models
from qschema.planner.plan import Plan
from qschema.schema.importing import importable
from qschema.schema.inspect import inspect
from tests.apply.bench import PROJECT, Told, schema_of
from tests.apply.reindex.killing import Instance
from tests.apply.reindex.library import NAME, Library, declared
from tests.apply.reindex.staged import reindex_in_stages, stage, start
from tests.servers import Server

NEW = "articles__g2"
EIGHT = declared(8, "docs")


@pytest.fixture
def library(library: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """An instance with a copy that nobody is switched to."""
    monkeypatch.setattr(filling, "SETTLE_SECONDS", 0.0)
    library.begin(4, "docs")
    start(library, EIGHT)
    return library


def planned(library: Library, share: int) -> Plan:
    return plan_stage(library.client, PROJECT, NAME, place=library.place, share=share)


def shares(library: Library) -> dict[int, str]:
    """Return the shares that aliases tell of, and where they lead."""
    found = {alias: target for alias, target in library.aliases().items() if ".stage." in alias}
    assert all(alias.startswith(f"_qschema.stage.{NAME}.") for alias in found)
    return {int(alias.rpartition(".")[2]): target for alias, target in found.items()}


def shown(library: Library) -> int:
    (one,) = reindexes(library.client, schema_of(EIGHT), [NAME])
    said = one.as_json()["share"]
    assert isinstance(said, int)
    assert (f"read from by {said} of 100 readers" in one.words) == bool(said)
    return said


def test_a_share_is_raised_lowered_and_taken_away(library):
    for share in (10, 50, 20, 100):
        stage(library, share)
        assert shares(library) == {share: NEW}
        assert shown(library) == share
        assert library.serves(4)
        assert library.serves(4, "docs")
    assert planned(library, 100).idle
    stage(library, 0)
    assert shares(library) == {}
    assert shown(library) == 0
    assert planned(library, 0).idle


def test_the_new_share_is_there_before_the_old_one_goes(library):
    stage(library, 10)
    steps = planned(library, 50).steps
    assert [(step.kind, step.address) for step in steps] == [
        ("set_alias", "articles/stage/50"),
        ("delete_alias", "articles/stage/10"),
    ]


def test_it_is_hidden_from_everything_else(library):
    look = partial(inspect, library.client, (NAME,))
    before = look(), library.plan(EIGHT), status(library.client, schema_of(EIGHT), place=library.place).as_json()
    stage(library, 10)
    after = look(), library.plan(EIGHT), status(library.client, schema_of(EIGHT), place=library.place).as_json()
    assert after[0] == before[0]
    assert after[1].live == before[1].live
    assert after[1].steps[:-1] == before[1].steps
    assert (after[1].steps[-1].kind, after[1].steps[-1].address) == ("delete_alias", "articles/stage/10")
    assert library.plan(declared(4, "docs")).empty
    assert after[2] == before[2]
    found = importable(look(), project=PROJECT).specs
    assert found[NAME].aliases == ["docs"]
    library.carry_out(before[1])  # a plan from before still fits


def test_the_switch_takes_it_away_and_a_rollback_gives_it_back(library):
    stage(library, 10)
    library.apply(EIGHT)
    assert shares(library) == {}
    assert library.serves(8, "docs")
    assert library.plan(EIGHT).empty
    library.take_back()
    assert shares(library) == {10: NEW}
    assert library.serves(4)
    assert library.serves(4, "docs")


def test_what_is_left_over_goes_with_the_next_plan(library):
    plan = library.plan(EIGHT)
    stage(library, 10)
    library.carry_out(plan)
    assert shares(library) == {10: NEW}
    assert library.serves(8)
    assert [step.address for step in library.plan(EIGHT).steps] == ["articles/stage/10"]
    assert ensure(EIGHT, client=library.client, project=PROJECT).run == ""  # an application starts all the same
    library.apply(EIGHT)
    assert shares(library) == {}


@pytest.mark.parametrize("deed", [Library.abort, Library.revert, Library.cleanup], ids=["abort", "revert", "cleanup"])
def test_it_goes_with_whatever_ends_it(library, deed):
    plan = library.plan(EIGHT)
    stage(library, 10)
    if deed is not Library.abort:
        library.carry_out(plan)
    deed(library)
    assert shares(library) == {}
    assert library.serves(8 if deed is Library.cleanup else 4)


def test_an_abort_takes_it_away_before_the_collection_goes(library):
    stage(library, 10)
    kinds = [step.kind for step in plan_abort(library.client, PROJECT, NAME, place=library.place).steps]
    assert kinds == ["delete_alias", "end_reindex", "delete_collection"]


def test_after_a_way_back_it_can_be_tried_again(library):
    library.apply(EIGHT)
    with pytest.raises(NoGenerationError, match="no newer generation"):
        planned(library, 10)
    library.revert()
    stage(library, 10)
    assert shares(library) == {10: NEW}


def test_a_copy_that_is_not_whole_is_not_read_from(library):
    library.abort()
    with pytest.raises(NoGenerationError):
        planned(library, 10)
    stop = Stop()
    plan = library.plan(EIGHT)
    number = next(index for index, step in enumerate(plan.steps, 1) if step.kind == "copy_points")

    def at_start(begun: int) -> None:
        stop.wanted = begun == number - 1

    with pytest.raises(StoppedError):
        library.carry_out(plan, watch=Told(at_start), stop=stop)
    with pytest.raises(NotCopiedError, match="isn't copied whole"):
        planned(library, 10)
    assert planned(library, 0).idle


def test_a_run_that_is_killed_between_its_steps_is_gone_on_with(tmp_path, monkeypatch):
    monkeypatch.setattr(filling, "SETTLE_SECONDS", 0.0)
    instance = Instance(str(tmp_path / "instance"), tmp_path)
    with instance.opened() as library:
        library.begin(4, "docs")
        start(library, EIGHT)
        stage(library, 50)
    assert instance.killed("stage", point="set_alias:after-journal")
    with instance.opened() as library:
        assert shares(library) == {10: NEW, 50: NEW}
        assert shown(library) == 50
        assert [step.address for step in planned(library, 10).steps] == ["articles/stage/50"]
        stage(library, 10)
        assert shares(library) == {10: NEW}
        library.take_back()
        assert shares(library) == {10: NEW, 50: NEW}


def test_a_rollback_brings_back_the_share_before(library):
    stage(library, 10)
    stage(library, 50)
    library.take_back()
    assert shares(library) == {10: NEW}
    assert not plan_rollback(library.client, PROJECT, place=library.place).plan.impossible
    library.take_back()
    assert shares(library) == {}
    assert library.collections() >= {NAME, NEW}


def test_a_plan_from_before_an_end_is_stale(library):
    plan = planned(library, 10)
    library.abort()
    with pytest.raises(StalePlanError):
        library.carry_out(plan)


def test_it_is_locked_like_any_other_run(library):
    plan = planned(library, 10)

    def at_start(begun: int) -> None:
        with pytest.raises(LockedError):
            library.carry_out(plan, timeout=0.0)

    library.carry_out(plan, watch=Told(at_start))
    assert shares(library) == {10: NEW}


def test_a_switch_that_was_broken_off_under_a_freeze_comes_first(library):
    """A run ends a freeze that another one has left; here some writers would then write to the new one alone."""
    stage(library, 10)
    mine = models.CreateAlias(collection_name=NEW, alias_name="docs")
    with frozen(library.client, PROJECT, NAME, limit=10.0):
        assert left_closed(library.client, PROJECT)
        assert planned(library, 20).steps
        library.client.update_collection_aliases([models.CreateAliasOperation(create_alias=mine)])
        with pytest.raises(SwitchBrokenOffError, match="broken off"):
            planned(library, 20)


def test_a_share_is_no_switch_that_was_broken_off(library):
    """A run that was killed left writes frozen, before it has switched anybody: the next one goes on."""
    stage(library, 10)
    with frozen(library.client, PROJECT, NAME, limit=10.0, stays=True):
        pass
    assert left_closed(library.client, PROJECT)
    library.apply(EIGHT)
    assert not left_closed(library.client, PROJECT)
    assert library.serves(8, "docs")


def test_a_clone_is_staged_as_well(library):
    library.abort()
    cloned = declared(8, "docs", replace="clone")
    start(library, cloned)
    stage(library, 10)
    assert shares(library) == {10: NEW}
    library.apply(cloned)
    assert shares(library) == {}
    assert library.serves(8, "docs")


def test_readers_by_key_see_the_new_one_as_far_as_their_share_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(filling, "SETTLE_SECONDS", 0.0)
    server = Server("--memory")
    try:
        with QdrantClient(server.url) as client, QdrantClient(server.url) as theirs:
            reindex_in_stages(Library.at(client, tmp_path, server.url), theirs)
    finally:
        server.stop()
