"""Writes by others are frozen while everybody is switched over, and let through again whatever happens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qschema.apply.live_writes import final_pass, freezing
from qschema.apply.live_writes.errors import CatchUpTooLongError
from qschema.apply.live_writes.pairs import OutOfTime
from qschema.apply.reindex import freezing as switching
from qschema.apply.reindex.errors import SwitchTooLateError
from qschema.client import QdrantClient
from tests.apply.reindex.frozen import lets_everybody_write, reindex_under_a_freeze
from tests.apply.reindex.library import NAME, Library, declared
from tests.servers import serving

FROZEN = declared(8, "docs", freeze={"attempts": 2})


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving("--memory") as server:
        yield server.url


@pytest.mark.parametrize("alias", ["docs", None], ids=["through an alias", "by its name"])
def test_what_was_acknowledged_is_not_lost(url, tmp_path, alias):
    with QdrantClient(url) as one, QdrantClient(url) as other, QdrantClient(url, retries=0) as hasty:
        library = Library.at(one, tmp_path, url)
        library.wipe()
        reindex_under_a_freeze(library, other, hasty, alias)


def test_a_last_pass_that_never_fits_in_leaves_the_old_generation_serving(library, monkeypatch):
    def too_long(until: float | None) -> None:
        if until is not None:
            raise OutOfTime

    monkeypatch.setattr(final_pass, "_PAUSE_SECONDS", 0.0)
    monkeypatch.setattr("qschema.apply.live_writes.catching_up.check_time", too_long)
    library.begin(4, "docs")
    with pytest.raises(CatchUpTooLongError, match="in 2 attempts"):
        library.apply(FROZEN)
    assert library.serves(4)
    assert library.serves(4, "docs")
    lets_everybody_write(library)


def test_a_switch_that_comes_too_late_is_not_made(library, monkeypatch):
    monkeypatch.setattr(switching, "SWITCH_SECONDS", -60.0)
    library.begin(4, "docs")
    with pytest.raises(SwitchTooLateError):
        library.apply(FROZEN)
    assert library.serves(4)
    lets_everybody_write(library)
    monkeypatch.undo()
    library.apply(FROZEN)
    assert library.serves(8, "docs")
    lets_everybody_write(library)
    assert freezing.lift_freezes(library.client) == []
    library.revert()
    library.abort()
    assert library.collections() == {NAME}
