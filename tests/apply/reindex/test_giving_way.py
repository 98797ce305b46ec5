"""Where no alias can come before a collection of its name, that is deleted, and the name leads to its copy then."""

from __future__ import annotations

from pathlib import Path

import pytest

from qschema.apply.errors import RefusedError, StepFailedError
from qschema.apply.freezes import left_closed
from qschema.apply.journal import Begun
from qschema.apply.live_writes import MirroredWriter
from qschema.apply.reindex import shadowing
from qschema.apply.reindex.errors import GaveWayError, NoShadowingError, SwitchTooLateError
from qschema.apply.rollback import plan_rollback
from qschema.client import QdrantClient, models, requests
from qschema.client.errors import BadRequest
from tests.apply.bench import PROJECT, Told
from tests.apply.faults import Act, answer_lost, creates, lost
from tests.apply.live_writes.traffic import INTERVAL, Authors, seed
from tests.apply.reindex.child import DEEDS
from tests.apply.reindex.frozen import of_distance
from tests.apply.reindex.gaps import (
    ALIAS,
    BEFORE,
    FROZEN_GAP,
    GAP,
    GREEN,
    give_way,
    planned,
    there_is_a_gap_and_it_is_measured,
)
from tests.apply.reindex.killing import Instance, resume
from tests.apply.reindex.library import NAME, Library, declared
from tests.apply.reindex.rehearsing import SEEDED
from tests.apply.reindex.test_shadowing import probes, renames


def refused(onward: object) -> object:
    raise BadRequest("no aliases today", status=400)


@pytest.fixture
def begun(library: Library) -> Library:
    """An instance with the first generation, which fails as it is told to."""
    library.client._transport = library.faults
    library.begin(4, ALIAS)
    return library


def break_off(library: Library, wanted: object = GAP) -> None:
    """Delete the old collection, and have its name lead nowhere."""
    library.faults.add(refused, requests.UpdateAliases, when=creates(NAME))
    with pytest.raises(StepFailedError, match="no aliases today"):
        give_way(library, wanted)  # type: ignore[arg-type]
    library.faults.faults.clear()
    assert library.collections() == {GREEN, f"_qschema_marks_{GREEN}"}
    assert NAME not in library.aliases()


def ends_well(library: Library) -> None:
    assert library.serves(8)
    assert library.serves(8, ALIAS)
    assert library.collections() == {GREEN}
    assert planned(library).empty
    assert not library.follows()
    assert left_closed(library.client, PROJECT) == []


def is_back(library: Library, name: str) -> None:
    """What was deleted serves again, by all names, and there is nothing else."""
    assert library.serves(4)
    assert library.serves(4, ALIAS)
    assert library.collections() == {name}
    assert library.plan(BEFORE).empty
    assert not library.follows()


def take_back(library: Library, run: str = "") -> None:
    back = plan_rollback(library.client, PROJECT, place=library.place, run=run)
    library.carry_out(back.plan, begun=Begun(undoes=back.undoes))


def test_reads_fail_for_as_long_as_is_recorded(library: Library) -> None:
    assert there_is_a_gap_and_it_is_measured(library, library.client.without_interceptors()) > 0


def test_it_wants_to_be_allowed(begun: Library) -> None:
    with pytest.raises(RefusedError, match="articles"):
        begun.apply(GAP)
    assert begun.collections() == {NAME}


def test_nothing_is_tried_on_scratch_names(begun: Library) -> None:
    give_way(begun)
    assert probes(begun) == 0
    begun.apply(declared(4, ALIAS, switch="gap"))  # by aliases alone, with no gap
    assert begun.serves(4)
    assert {GREEN, "articles__g3"} <= begun.collections()
    assert probes(begun) == 0


def test_where_it_is_needed_the_error_names_it(begun: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shadowing, "_SECONDS", 0.0)
    begun.faults.add(refused, requests.UpdateAliases, when=renames)
    with pytest.raises(NoShadowingError) as caught:
        begun.apply(declared(8, ALIAS))
    assert "switch: gap" in caught.value.fix
    give_way(begun)
    ends_well(begun)


def test_writers_that_follow_wait_for_the_gap_and_go_on_with_the_copy(tmp_path: Path) -> None:
    with QdrantClient(":memory:") as client:
        library = Library.at(client.without_interceptors(), tmp_path)
        library.apply(of_distance("Cosine"))
        seed(library.client, SEEDED)
        authors = Authors(name=NAME)
        with MirroredWriter(client, PROJECT, interval=INTERVAL), authors.at_work(client):
            authors.wait_for(20)
            give_way(library, of_distance("Dot", switch="gap"))
            authors.wait_for(50)
        assert authors.errors == []
        found = {one.id: one.payload for one in library.client.scroll_iter(NAME)}
        assert {id: one for id, one in found.items() if "owner" in (one or {})} == authors.expected()
        assert library.collections() == {GREEN}
        assert not library.follows()


@pytest.mark.parametrize("answer", [answer_lost, lost])
def test_an_alias_whose_answer_does_not_come_is_made_again(begun: Library, answer: Act) -> None:
    begun.faults.add(answer, requests.UpdateAliases, when=creates(NAME), times=1)
    give_way(begun)
    ends_well(begun)


def test_a_deletion_that_is_carried_out_without_an_answer_is_gone_on_with(begun: Library) -> None:
    begun.faults.add(answer_lost, requests.DeleteCollection, about=NAME, times=1)
    give_way(begun)
    ends_well(begun)


@pytest.mark.usefixtures("impatient")
def test_a_deletion_that_never_arrives_leaves_all_as_it_was(begun: Library) -> None:
    begun.faults.add(lost, requests.DeleteCollection, about=NAME, times=1)
    with pytest.raises(StepFailedError, match="no usable answer"):
        give_way(begun)
    assert begun.serves(4)
    give_way(begun)
    ends_well(begun)


def test_a_switch_that_comes_too_late_deletes_nothing(begun: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qschema.apply.reindex.freezing.SWITCH_SECONDS", -60.0)
    with pytest.raises(SwitchTooLateError):
        give_way(begun, FROZEN_GAP)
    assert begun.serves(4)
    monkeypatch.undo()
    give_way(begun, FROZEN_GAP)
    ends_well(begun)


def test_within_a_freeze_the_snapshot_is_taken_before_that(begun: Library) -> None:
    told = Told()
    during: list[str] = []
    watch = lambda step, snapshot: during.append(told.started[-1])  # noqa: E731
    told.snapshot_taken = watch  # type: ignore[method-assign]
    begun.carry_out(planned(begun, FROZEN_GAP), watch=told)
    assert during == ["freeze_writes"]
    ends_well(begun)
    begun.client.set_payload(NAME, {"late": 1}, [1])
    names = [name for one in told.measures for name in one]
    assert names[-2:] == ["gap_seconds", "frozen_seconds"]
    begun.client.set_payload(NAME, {"late": 1}, [1])
    take_back(begun)
    is_back(begun, "articles__g3")


@pytest.mark.parametrize("way", ["apply", "resume", "rollback"])
@pytest.mark.parametrize("wanted", [GAP, FROZEN_GAP], ids=["", "frozen"])
def test_what_was_broken_off_between_the_two_calls_is_gone_on_with(begun: Library, way: str, wanted: object) -> None:
    break_off(begun, wanted)
    if way == "rollback":
        take_back(begun)
        is_back(begun, NAME)
        return
    if way == "apply":
        plan = planned(begun, wanted)  # type: ignore[arg-type]
        assert [step.kind for step in plan.steps if step.kind != "thaw_writes"] == ["set_alias"]
        assert not plan.refused
        begun.carry_out(plan)
    else:
        resume(begun, wanted)  # type: ignore[arg-type]
    ends_well(begun)


POINTS = [
    ("before-execute", "apply"),
    ("after-deletion", "apply"),
    ("after-deletion", "resume"),
    ("after-execute", "rollback"),
]


@pytest.mark.parametrize(("point", "way"), POINTS)
def test_a_run_may_be_killed_before_between_and_after_them(
    tmp_path: Path, short_leases: None, point: str, way: str
) -> None:
    instance = Instance(str(tmp_path / "instance"), tmp_path)
    with instance.opened() as library:
        library.begin(4, ALIAS)
    assert instance.killed("apply with a gap", point=f"give_way:{point}")
    with instance.opened() as library:
        if way == "rollback":
            library.take_back()
            is_back(library, "articles__g3")
            return
        if way == "apply":
            DEEDS["apply with a gap"](library)
        else:
            resume(library, GAP)
        ends_well(library)


def test_what_comes_back_is_open_wherever_the_freeze_was_broken_off(tmp_path: Path, short_leases: None) -> None:
    instance = Instance(str(tmp_path / "instance"), tmp_path)
    with instance.opened() as library:
        library.begin(4, ALIAS)
    assert instance.killed("apply frozen with a gap", point="set_alias:after-journal")
    with instance.opened() as library:
        resume(library, FROZEN_GAP)
        ends_well(library)
        library.take_back()
        is_back(library, "articles__g3")
        library.client.set_payload(NAME, {"late": 1}, [1])
        library.client.set_payload(NAME, {"late": 1}, [1])


def test_a_run_is_taken_back_by_its_snapshot(begun: Library) -> None:
    give_way(begun)
    begun.client.upsert(NAME, [models.PointStruct(id=1000, vector={"text": [1.0] * 8}, payload={"title": "new"})])
    back = plan_rollback(begun.client, PROJECT, place=begun.place)
    assert any("1 point written (1000)" in note for note in back.plan.notes)
    assert not back.plan.refused
    begun.carry_out(back.plan, begun=Begun(undoes=back.undoes))
    is_back(begun, "articles__g3")
    give_way(begun)  # by aliases alone by now
    assert begun.serves(8)


@pytest.mark.parametrize("which", [1, 2], ids=["the one that was broken off", "the last one"])
def test_so_is_one_that_another_run_has_ended_and_that_one_with_it(begun: Library, which: int) -> None:
    break_off(begun)
    give_way(begun)
    take_back(begun, begun.runs()[which].id)
    is_back(begun, "articles__g3")


def test_without_a_snapshot_nothing_is_taken_back(begun: Library) -> None:
    """Least of all the copy, which is all there is, where the run was broken off."""
    begun.faults.add(refused, requests.UpdateAliases, when=creates(NAME), times=1)
    with pytest.raises(StepFailedError):
        give_way(begun, snapshots="never")
    broken = begun.runs()[-1].id
    for _ in range(2):
        (change,) = plan_rollback(begun.client, PROJECT, place=begun.place, run=broken).plan.impossible
        assert "no snapshot was taken before it" in change.reason
        give_way(begun)


def test_there_is_no_switching_back_and_the_error_says_what_there_is(begun: Library) -> None:
    give_way(begun)
    with pytest.raises(GaveWayError, match="the old collection is gone") as caught:
        begun.revert()
    run = begun.runs()[-1].id
    assert f"qschema rollback {run[:8]}" in caught.value.fix
    take_back(begun, run)
    is_back(begun, "articles__g3")


def test_without_a_snapshot_it_says_that(begun: Library) -> None:
    give_way(begun, snapshots="never")
    with pytest.raises(GaveWayError) as caught:
        begun.revert()
    assert "no snapshot" in caught.value.fix
    assert "rollback" not in caught.value.fix
