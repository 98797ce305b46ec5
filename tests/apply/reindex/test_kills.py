"""A reindex that is killed is gone on with: in the end both generations have the same points, and nothing is left."""

from __future__ import annotations

import random
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from qschema.apply.reindex import filling
from qschema.apply.reindex.errors import NoGenerationError
from tests.apply.copying.test_kills import BOUNDARIES as COPYING
from tests.apply.kills.child import opened
from tests.apply.reindex.child import AFTER, ALIAS, DEEDS, SHORTER
from tests.apply.reindex.killing import CALLS, Instance, ends_well, given_up, resume
from tests.apply.reindex.library import NAME, Library, declared
from tests.soaking import soaking

KINDS = ("create_collection", "create_index", "copy_points", "verify_copy", "set_alias", "shadow_collection")
PHASES = ("before-image", "after-image", "before-execute", "after-execute", "before-journal", "after-journal")
"""What each step comes to."""

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


def share(points: list[str], first: int, every: int) -> list[str]:
    """Return all points in the soak; in the suite a few."""
    return points if soaking() else points[first::every]


@pytest.mark.parametrize("seed", range(100 if soaking() else 6))
def test_it_may_be_killed_at_any_moment(instance: Instance, seed: int) -> None:
    """By the next apply, or by going on with the plan of the run that was killed."""
    calls = random.Random(seed).randrange(60, CALLS)
    if instance.killed("apply", calls=calls):
        ends_well(instance, resume if seed % 2 else DEEDS["apply"])
    else:
        ends_well(instance, lambda library: None)


@pytest.mark.parametrize("point", share(FORWARD, 4, 24))
def test_it_may_be_killed_at_every_boundary(instance: Instance, point: str) -> None:
    assert instance.killed("apply", point=point)
    ends_well(instance, DEEDS["apply"])


@pytest.mark.parametrize("point", share(FORWARD, 9, 24))
def test_what_was_killed_may_be_given_up(instance: Instance, point: str) -> None:
    assert instance.killed("apply", point=point)
    with instance.opened() as library:
        is_made = "articles__g2" in library.collections()
        if is_made and NAME not in library.aliases():  # else there is nothing to give up, or everybody is switched over
            given_up(library)


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
