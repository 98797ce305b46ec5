"""Writes by others are frozen while everybody is switched over, and let through again whatever happens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qschema.apply.live_writes import final_pass, freezing
from qschema.apply.live_writes.errors import CatchUpTooLongError
from qschema.apply.live_writes.pairs import OutOfTime
from qschema.apply.reindex import freezing as switching
from qschema.apply.reindex.errors import SwitchTooLateError
from qschema.client import QdrantClient, models
from qschema.client.requests import ScrollPoints
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


def test_the_last_pass_reads_what_was_changed_lately_where_a_field_tells(library):
    before, after = (declared(size, freeze={"updated_at": "changed"}) for size in (4, 8))
    for spec in (before, after):
        spec[NAME]["payload_indexes"]["changed"] = {"type": "integer"}
    library.apply(before)
    points = [
        models.PointStruct(id=id, vector={"text": [1.0, 0, 0, 0]}, payload={"title": str(id), "changed": id * 1_000})
        for id in range(20)
    ]
    library.client.upsert(NAME, points)
    bounds: list[float] = []

    def listen(request, send):
        if isinstance(request, ScrollPoints) and (where := request.body.filter) and where.must:
            bounds.extend(one.range.gte for one in where.must if getattr(one, "range", None))
        return send(request)

    library.client.interceptors.append(listen)
    library.apply(after)
    assert bounds == [19_000 - 60]
    assert library.client.count(NAME).count == 20
