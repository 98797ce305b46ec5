"""A reindex copies without the project's lock: what is about something else is applied meanwhile, nothing else is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from qschema.apply import run, side_by_side
from qschema.apply.errors import CollectionLockedError, StalePlanError, StoppedError
from qschema.apply.freezes import left_closed
from qschema.apply.guard import make_lock
from qschema.apply.journal import Begun
from qschema.apply.lease import LeaseWatch
from qschema.apply.ledger import Ledger
from qschema.apply.live_writes.freezing import frozen
from qschema.apply.lock import ProjectLock
from qschema.apply.lock_alias import take
from qschema.apply.lock_name import LockName, new_token
from qschema.apply.records import LeaseRecord
from qschema.apply.reindex import filling
from qschema.apply.resume import plan_to_resume, unfinished
from qschema.apply.rollback import plan_rollback
from qschema.apply.watching import Stop
from qschema.apply.who import Who
from qschema.client import QdrantClient
from tests.apply.bench import ARTICLES, PROJECT, schema_of
from tests.apply.beside import OTHER, Locks, apply_another, go_on_after_another, is_in_order, meanwhile, plan_of
from tests.apply.reindex.child import AFTER, ALIAS, BESIDE, FROZEN, SHORTER
from tests.apply.reindex.killing import Instance, resume
from tests.apply.reindex.library import NAME, Library, declared
from tests.servers import serving

ANN = Who(user="ann", host="laptop", pid=7)


@pytest.fixture
def library(tmp_path: Path):
    """An instance in this process, with the first generation of what is to be copied."""
    with QdrantClient(":memory:") as client:
        library = Library.at(client, tmp_path)
        library.begin(4, ALIAS)
        yield library


class Asked(Stop):
    """Wants nothing, and tells when it was asked several times: before each look at a lock that is waited for."""

    def __init__(self) -> None:
        self.several = threading.Event()
        self._times = 0

    @property
    def wanted(self) -> bool:
        self._times += 1
        if self._times == 6:
            self.several.set()
        return False


def when_it_waits(monkeypatch: pytest.MonkeyPatch, do: Callable[[], object]) -> None:
    """Do something as soon as a run that has worked without the lock finds somebody else with it."""

    class Waiting(ProjectLock):
        def acquire(self, timeout: float, check: Callable[[], None]) -> None:
            if timeout == side_by_side.TURN_SECONDS:
                do()
            super().acquire(timeout, check)

    monkeypatch.setattr(run, "ProjectLock", Waiting)


def test_another_collection_is_applied_while_points_are_copied(library):
    apply_another(library)


def test_within_a_write_freeze_the_lock_is_kept(library):
    watch = Locks(library)
    library.carry_out(library.plan(FROZEN), watch=watch)
    assert watch.seen == {"copy_points": {NAME}, "verify_copy": {NAME}, "freeze_writes": {"", NAME}}
    assert library.serves(8)


def test_it_is_at_work_meanwhile_and_not_unfinished(library):
    seen = []

    def look() -> None:
        seen.extend([unfinished(library.client, PROJECT), library.runs()[-1].outcome])
        with ProjectLock(library.client, PROJECT, run="other") as lock:
            lock.check()

    library.carry_out(library.plan(AFTER), watch=meanwhile(library, look))
    assert seen == [None, "running"]


@pytest.mark.parametrize(
    "theirs",
    [
        {NAME: {**AFTER[NAME], "payload_indexes": {"year": {"type": "integer"}}}},
        {**AFTER, OTHER: {"vectors": {}}},
        {NAME: declared(4)[NAME], "papers": {"vectors": {}, "aliases": [ALIAS]}},
    ],
    ids=["the collection that it copies", "one that comes later in its plan", "an alias that it switches"],
)
def test_what_it_is_about_is_refused(library, theirs):
    mine = library.plan(BESIDE)
    only = {OTHER, "papers"} & {*theirs}

    def rival() -> None:
        plan = plan_of(library, *only, declared=theirs)
        with pytest.raises(CollectionLockedError):
            library.carry_out(plan, timeout=0.0)

    library.carry_out(mine, watch=meanwhile(library, rival))
    assert library.serves(8, ALIAS)
    assert library.plan(BESIDE).idle
    assert library.is_at_rest()


def test_who_waits_for_the_collection_gives_way_and_comes_after_it(library):
    """It must not keep the lock for which the other one waits."""
    asked = Asked()
    with ThreadPoolExecutor(1) as pool:
        waiting = []

        def rival() -> None:
            theirs = library.plan({NAME: {**declared(4, ALIAS)[NAME], "hnsw_config": {"m": 24}}})
            waiting.append(pool.submit(library.carry_out, theirs, stop=asked))
            assert asked.several.wait(60)

        library.carry_out(library.plan(AFTER), watch=meanwhile(library, rival))
        with pytest.raises(StalePlanError):
            waiting[0].result()
    assert library.serves(8)
    assert library.is_at_rest()


def test_it_waits_for_whoever_has_the_lock(library, monkeypatch):
    lock = ProjectLock(library.client, PROJECT, run="other")
    when_it_waits(monkeypatch, lambda: lock.__exit__(None, None, None))
    library.carry_out(library.plan(AFTER), watch=meanwhile(library, lock.__enter__))
    assert not lock.held
    assert library.serves(8)
    assert is_in_order(library)
    assert library.is_at_rest()


def test_stopped_while_it_waits_it_writes_nothing_and_opens_nothing_and_is_gone_on_with(library, monkeypatch):
    """Whoever has the lock numbers the records, and may have closed something to writes."""
    library.carry_out(plan_of(library, OTHER))
    lock = ProjectLock(library.client, PROJECT, run="other")
    stop = Stop()
    when_it_waits(monkeypatch, lambda: setattr(stop, "wanted", True))
    closed = frozen(library.client, PROJECT, OTHER, limit=50.0, stays=True)

    def rival() -> None:
        lock.__enter__()
        closed.__enter__()

    plan = plan_of(library, NAME, declared={**BESIDE, **FROZEN})
    with pytest.raises(StoppedError):
        library.carry_out(plan, watch=meanwhile(library, rival), stop=stop)
    assert library.runs()[-1].outcome == "unfinished"
    assert [one.collection for one in left_closed(library.client, PROJECT)] == [OTHER]
    lock.__exit__(None, None, None)
    left = plan_to_resume(library.client, schema_of({**BESIDE, **FROZEN}), place=library.place)
    library.carry_out(left.plan, start=left.start, begun=Begun(resumes=left.run))
    assert library.serves(8)
    assert left_closed(library.client, PROJECT) == []
    assert library.is_at_rest()


def test_what_is_broken_off_is_written_down_where_the_lock_is_free(library):
    stop = Stop()
    watch = meanwhile(library, lambda: setattr(stop, "wanted", True))
    with pytest.raises(StoppedError):
        library.carry_out(library.plan(AFTER), watch=watch, stop=stop)
    assert library.runs()[-1].outcome == "interrupted"
    assert library.is_at_rest()
    resume(library)
    assert library.serves(8)


def test_the_run_that_ended_last_is_taken_back(library):
    seen: list[str] = []

    def rival() -> None:
        library.carry_out(plan_of(library, OTHER), timeout=0.0)
        copying, other = library.runs()[-2:]
        back = plan_rollback(library.client, PROJECT, place=library.place)
        seen.extend([copying.id, other.id, *(deed.partition("/")[0] for deed in back.undoes if deed)])
        with pytest.raises(CollectionLockedError, match=f"the collection '{NAME}' is locked"):
            plan_rollback(library.client, PROJECT, place=library.place, run=copying.id)

    library.carry_out(plan_of(library, NAME), watch=meanwhile(library, rival))
    copying, other, *undone = seen
    assert {*undone} == {other}
    library.take_back()
    assert library.runs()[-1].undoes[0].startswith(copying)
    assert library.serves(4)
    library.take_back()
    assert library.runs()[-1].undoes[0].startswith(other)
    assert OTHER not in library.collections()


@pytest.mark.parametrize("place", ["embedded", "served"])
@pytest.mark.usefixtures("short_leases")
def test_a_killed_run_is_gone_on_with_after_another_one_ended(tmp_path, monkeypatch, place):
    for name, value in SHORTER.items():
        monkeypatch.setattr(filling, name, value)
    if place == "embedded":
        go_on_after_another(Instance(str(tmp_path / "instance"), tmp_path))
    else:
        with serving("--memory") as server:
            go_on_after_another(Instance(server.url, tmp_path))


def begun_and_killed(bench, *, has_lock: bool = False) -> None:
    """Leave the lease of a run behind that said nothing of its end, and the project's lock if it had that, too."""
    bench.apply({"articles": ARTICLES})
    run = bench.runs()[-1].id
    points, _ = bench.client.scroll("_qschema", limit=100)
    bench.client.delete("_qschema", [one.id for one in points if one.payload.get("phase") == "finished"])
    for collection in ("articles", "") if has_lock else ("articles",):
        make_lock(bench.client, LockName(PROJECT, collection=collection))
        held = LockName(PROJECT, new_token(), collection)
        lease = LeaseRecord(project=PROJECT, collection=collection, token=held.token, who=ANN, run=run)
        Ledger(bench.client).put_lease(lease)
        assert take(bench.client, held)


WIDER = {"articles": {**ARTICLES, "hnsw_config": {"m": 24}}}


def test_nobody_is_believed_dead_because_the_lock_is_free(bench):
    begun_and_killed(bench)
    with pytest.raises(CollectionLockedError, match="ann on laptop"):
        bench.apply(WIDER)


@pytest.mark.usefixtures("short_leases")
def test_who_waits_frees_the_lease_of_the_dead(bench):
    begun_and_killed(bench)
    bench.carry_out(bench.plan(WIDER), timeout=60)
    assert bench.plan(WIDER).idle
    assert bench.is_at_rest()


@pytest.mark.usefixtures("short_leases")
def test_who_has_lost_the_lock_for_dead_is_not_waited_for_again(bench, monkeypatch):
    class Patient(LeaseWatch):
        def stale(self, *_: Any) -> bool:
            return False

    begun_and_killed(bench, has_lock=True)
    monkeypatch.setattr(side_by_side, "LeaseWatch", Patient)
    bench.carry_out(bench.plan(WIDER), timeout=60)
    assert bench.is_at_rest()
