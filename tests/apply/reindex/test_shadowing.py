"""Before an alias comes before a collection of its name, that is tried on names that nobody uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from qschema.apply.reindex import shadowing
from qschema.apply.reindex.errors import NoShadowingError
from qschema.client import requests
from qschema.client.errors import BadRequest, NotFound, Timeout
from tests.apply.faults import ignored, lost
from tests.apply.reindex.child import AFTER, DEEDS
from tests.apply.reindex.killing import Instance
from tests.apply.reindex.library import NAME, Library, declared

SCRATCH = "_qschema_shadowing_library"


def refused(onward: object) -> object:
    raise BadRequest("an alias may not have the name of a collection", status=400)


def renames(request: requests.UpdateAliases) -> bool:
    return any(hasattr(one, "rename_alias") and SCRATCH in str(one) for one in request.body.actions)


@pytest.fixture(autouse=True)
def _in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shadowing, "_SECONDS", 0.05)


@pytest.fixture
def library(library: Library) -> Library:
    """Have the instance fail as it is told to."""
    library.client._transport = library.faults
    return library


def left(library: Library) -> list[str]:
    names = [*library.collections(), *library.aliases()]
    return [name for name in names if name.startswith(SCRATCH)]


def probes(library: Library) -> int:
    return sum(isinstance(one, requests.CreateCollection) and one.collection == SCRATCH for one in library.faults.sent)


def test_it_is_tried_where_a_plan_relies_on_it_and_nowhere_else(library: Library) -> None:
    library.begin(4)
    assert probes(library) == 0
    library.apply(declared(8))
    assert probes(library) == 1
    assert not left(library)
    library.revert()
    library.abort()
    assert probes(library) == 1


@pytest.mark.parametrize("act", [refused, ignored], ids=["refused", "without effect"])
def test_where_it_does_not_hold_nothing_is_done(library: Library, act: object) -> None:
    library.begin(4)
    before = library.shown()
    library.faults.add(act, requests.UpdateAliases, when=renames)  # type: ignore[arg-type]
    with pytest.raises(NoShadowingError, match="nothing was done") as caught:
        library.apply(declared(8))
    assert "an alias does not win over the collection of its name" in caught.value.why
    assert library.shown() == before
    assert not left(library)
    assert library.is_at_rest()
    library.faults.faults.clear()
    library.apply(declared(8))
    assert library.serves(8)


def test_where_deleting_takes_the_alias_along_nothing_is_done(library: Library) -> None:
    library.begin(4)

    def both(onward: object) -> bool:
        library.client.delete_collection(f"{SCRATCH}_next")
        raise NotFound("there is none", status=404)

    library.faults.add(both, requests.DeleteCollection, about=SCRATCH, when=lambda _: probes(library) > 0, times=1)
    with pytest.raises(NoShadowingError, match="the alias goes with"):
        library.apply(declared(8))
    assert not left(library)


def test_no_answer_is_no_verdict(library: Library) -> None:
    library.begin(4)
    library.faults.add(lost, requests.UpdateAliases, when=renames)
    with pytest.raises(Timeout):
        library.apply(declared(8))
    assert not left(library)


@pytest.mark.parametrize("point", ["after-creating", "at-0", "at-1"])
def test_what_a_run_that_was_killed_has_left_goes_with_the_next(tmp_path: Path, short_leases: None, point: str) -> None:
    instance = Instance(str(tmp_path / "instance"), tmp_path)
    with instance.opened() as library:
        library.begin(4, "docs")
    assert instance.killed("apply", point=f"shadowing:{point}")
    with instance.opened() as library:
        assert left(library)
        assert library.serves(4)
        if point == "at-0":
            library.apply(declared(4, "docs", hold="1h"))
            assert not left(library)
        DEEDS["apply"](library)
        assert not left(library)
        assert library.serves(8)
        assert library.plan(AFTER).empty
        assert NAME in library.aliases()
