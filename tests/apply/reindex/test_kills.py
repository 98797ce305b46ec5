"""A reindex that is killed is gone on with: in the end both generations have the same points, and nothing is left."""

from __future__ import annotations

import random
import shutil
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from qschema.apply.live_writes.freezing import lift_freezes
from qschema.apply.reindex import filling
from qschema.apply.reindex.errors import NoGenerationError, SwitchBrokenOffError
from tests.apply.copying.test_kills import BOUNDARIES as COPYING
from tests.apply.kills.child import opened
from tests.apply.reindex.child import AFTER, ALIAS, CLONED, DEEDS, FROZEN, SHORTER
from tests.apply.reindex.frozen import lets_everybody_write
from tests.apply.reindex.killing import CALLS, Instance, ends_well, given_up, resume
from tests.apply.reindex.library import NAME, Library, declared
from tests.soaking import soaking

KINDS = ("create_collection", "create_index", "copy_points", "verify_copy", "set_alias", "shadow_collection")
PHASES = ("before-image", "after-image", "before-execute", "after-execute", "before-journal", "after-journal")
"""What each step comes to."""

SWITCH = [
    (f"{kind}:{phase}", way)
    for kind in ("freeze_writes", "set_alias", "shadow_collection", "thaw_writes")
    for phase in PHASES
    for way in ("apply", "resume", "rollback")
]
"""What comes within a write freeze, and what may follow."""

CLONING = [
    (f"{kind}:{phase}", way)
    for kind in ("clone_collection", "delete_vector", "create_vector", "fill_vector", "copy_points")
    for phase in PHASES
    for way in ("apply", "resume", "abort")
]
"""What fills a new generation by a snapshot, and what may follow."""

T = TypeVar("T")

FORWARD = [*(f"{kind}:{phase}" for kind in KINDS for phase in PHASES), *(f"copy:{point}" for point in COPYING)]


@pytest.fixture(autouse=True)
def _in_haste(short_leases: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SHORTER.items():
        monkeypatch.setattr(filling, name, value)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    with opened(str(folder / "instance")) as client:
        Library.at(client, folder, str(folder / "instance")).begin(4, ALIAS)
    return folder


@pytest.fixture
def instance(template: Path, tmp_path: Path) -> Instance:
    folder = tmp_path / "project"
    shutil.copytree(template, folder)
    return Instance(str(folder / "instance"), folder)


def share(points: list[T], first: int, every: int) -> list[T]:
    """Return all points in the soak; in the suite a few."""
    return points if soaking() else points[first::every]


@pytest.mark.parametrize("seed", range(100 if soaking() else 3))
def test_it_may_be_killed_at_any_moment(instance: Instance, seed: int) -> None:
    """By the next apply, or by going on with the plan of the run that was killed."""
    calls = random.Random(seed).randrange(60, CALLS)
    if instance.killed("apply", calls=calls):
        ends_well(instance, resume if seed % 2 else DEEDS["apply"])
    else:
        ends_well(instance, lambda library: None)


@pytest.mark.parametrize("point", share(FORWARD, 4, 36))
def test_it_may_be_killed_at_every_boundary(instance: Instance, point: str) -> None:
    assert instance.killed("apply", point=point)
    ends_well(instance, DEEDS["apply"])


def test_a_copy_that_serves_already_is_not_made_again(instance: Instance) -> None:
    """By another model than the one that counts as applied: the run couldn't say so any more."""
    assert instance.killed("apply", point="shadow_collection:after-execute")
    with instance.opened() as library:
        assert not library.plan(AFTER).steps
    ends_well(instance, DEEDS["apply"])


@pytest.mark.parametrize("point", share(FORWARD, 9, 36))
def test_what_was_killed_may_be_given_up(instance: Instance, point: str) -> None:
    assert instance.killed("apply", point=point)
    with instance.opened() as library:
        is_made = "articles__g2" in library.collections()
        if is_made and NAME not in library.aliases():  # else there is nothing to give up, or everybody is switched over
            given_up(library)


@pytest.mark.parametrize(("point", "way"), share(SWITCH, 9, 11))
def test_nobody_is_kept_out_by_what_was_killed_during_a_write_freeze(instance: Instance, point: str, way: str) -> None:
    assert instance.killed("apply frozen", point=point)
    with instance.opened() as library:
        if way == "rollback":
            library.take_back()
            assert library.serves(4, ALIAS)
            assert lift_freezes(library.client) == []
            library.client.set_payload(NAME, {"late": 1}, [1])
            return
        if way == "apply":
            with suppress(SwitchBrokenOffError):
                library.apply(FROZEN)
                way = "done"
        if way != "done":
            resume(library, FROZEN)
        assert library.serves(8)
        assert library.serves(8, ALIAS)
        lets_everybody_write(library)
        assert library.plan(FROZEN).empty


@pytest.mark.parametrize(("point", "way"), share(CLONING, 1, 17))
def test_a_clone_may_be_killed_at_every_boundary(instance: Instance, point: str, way: str) -> None:
    assert instance.killed("apply cloned", point=point)
    if way != "abort":
        ends_well(instance, partial(resume, declared=CLONED) if way == "resume" else DEEDS["apply cloned"], CLONED)
        return
    with instance.opened() as library:
        if "articles__g2" in library.collections():
            given_up(library)


@pytest.mark.parametrize("seed", range(100 if soaking() else 1))
def test_a_clone_may_be_killed_at_any_moment(instance: Instance, seed: int) -> None:
    go_on = partial(resume, declared=CLONED) if seed % 2 else DEEDS["apply cloned"]
    is_killed = instance.killed("apply cloned", calls=random.Random(seed).randrange(60, CALLS))
    ends_well(instance, go_on if is_killed else lambda library: None, CLONED)


@pytest.mark.parametrize("deed", ["abort", "cleanup", "revert"])
@pytest.mark.parametrize("seed", range(20 if soaking() else 1))
def test_what_comes_later_may_be_killed_at_any_moment(instance: Instance, deed: str, seed: int) -> None:
    with instance.opened() as library:
        library.apply(AFTER)
        if deed == "abort":
            library.revert()
    instance.killed(deed, calls=random.Random(seed).randrange(20, 60))
    with instance.opened() as library:
        with suppress(NoGenerationError):  # it was over
            DEEDS[deed](library)
        if deed == "cleanup":
            assert library.collections() == {"articles__g2"}
            assert library.serves(8, ALIAS)
            assert library.plan(AFTER).empty
            return
        assert library.serves(4, ALIAS)
        assert library.plan(declared(4, ALIAS)).empty
        if deed == "revert":
            given_up(library)
        assert library.collections() == {NAME}
