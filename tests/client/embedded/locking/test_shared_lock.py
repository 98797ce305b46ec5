from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qschema.client.embedded.locking.shared_lock import SharedLock

SECONDS = 60.0
"""When a test that waits for ever fails."""


class Started(threading.Thread):
    """Does something in another thread; waiting for its end raises what it raised."""

    def __init__(self, do: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self._do, self._error = do, None
        self.start()

    def run(self) -> None:
        try:
            self._do()
        except BaseException as error:
            self._error = error

    def end(self) -> None:
        self.join(SECONDS)
        assert not self.is_alive(), "it waits for ever"
        if self._error is not None:
            raise self._error


def until(true: Callable[[], bool]) -> None:
    """Let others go on until something is so."""
    pause = threading.Event()
    for _ in range(int(SECONDS * 1000)):
        if true():
            return
        pause.wait(0.001)
    raise AssertionError("it never came to be")


@pytest.fixture
def lock() -> SharedLock:
    return SharedLock()


def test_readers_and_the_writer_are_beside_each_other(lock):
    lock.begin_writing()
    for reader in "abc":
        lock.begin_reading(reader)
    for reader in "cab":
        lock.end_reading(reader)
    lock.end_writing()


def test_a_second_writer_waits(lock):
    order = []
    lock.begin_writing()
    second = Started(lambda: (lock.begin_writing(), order.append("second"), lock.end_writing()))
    order.append("first")
    lock.end_writing()
    second.end()
    assert order == ["first", "second"]


def be_alone(lock: SharedLock, do: Callable[[], object]) -> None:
    with lock.writing(), lock.alone():
        do()


def test_who_wants_to_be_alone_waits_for_readers_and_is_waited_for(lock):
    order = []
    lock.begin_reading("early")
    changing = Started(lambda: be_alone(lock, lambda: order.append("alone")))
    until(lambda: lock._wanted)
    late = Started(lambda: (lock.begin_reading("late"), order.append("late"), lock.end_reading("late")))
    lock.end_reading("early")
    changing.end()
    late.end()
    assert order == ["alone", "late"]


def test_who_reads_elsewhere_passes_who_waits_to_be_alone(lock):
    """Else two that read across two collections, and two that wait to be alone in these, would wait in a ring."""
    lock.begin_reading("early")
    changing = Started(lambda: be_alone(lock, lambda: None))
    until(lambda: lock._wanted)
    lock.begin_reading("nested", nested=True)
    lock.end_reading("nested")
    lock.end_reading("early")
    changing.end()


def test_who_reads_elsewhere_waits_for_who_is_alone(lock):
    order = []
    inside, go_on = threading.Event(), threading.Event()

    def change() -> None:
        with lock.writing(), lock.alone():
            inside.set()
            go_on.wait(SECONDS)
            order.append("alone")

    changing = Started(change)
    inside.wait(SECONDS)
    nested = Started(lambda: (lock.begin_reading("n", nested=True), order.append("nested"), lock.end_reading("n")))
    go_on.set()
    changing.end()
    nested.end()
    assert order == ["alone", "nested"]


def test_an_error_lets_everybody_in(lock):
    with pytest.raises(ValueError), lock.writing(), lock.alone():
        raise ValueError
    lock.begin_reading("reader")
    lock.begin_writing()


def test_ending_what_never_began_does_nothing(lock):
    lock.end_reading("reader")
    with lock.writing(), lock.alone():
        pass


STEPS = st.lists(st.tuples(st.sampled_from(["read", "read both", "write", "alone"]), st.integers(0, 1)), max_size=30)


@given(plans=st.lists(STEPS, min_size=2, max_size=8))
def test_no_order_of_steps_waits_for_ever_or_breaks_a_rule(plans):
    """Threads read in two collections in either order, write, and are alone; a value that is torn is seen."""
    locks = SharedLock(), SharedLock()
    pairs = [[0, 0], [0, 0]]
    writers = [0, 0]

    def step(kind: str, which: int, me: object) -> None:
        lock, pair = locks[which], pairs[which]
        if kind in ("read", "read both"):
            lock.begin_reading(me)
            first = pair[0]
            if kind == "read both":
                locks[1 - which].begin_reading(me, nested=True)
                assert pairs[1 - which][0] == pairs[1 - which][1]
                locks[1 - which].end_reading(me)
            assert first == pair[1]
            lock.end_reading(me)
            return
        with lock.writing():
            writers[which] += 1
            assert writers[which] == 1
            if kind == "alone":
                with lock.alone():
                    pair[0] += 1
                    threading.Event().wait(0)
                    pair[1] += 1
            writers[which] -= 1

    def work(plan: list[tuple[str, int]]) -> None:
        me = object()
        for kind, which in plan:
            step(kind, which, me)

    with ThreadPoolExecutor(len(plans)) as threads:
        for done in [threads.submit(work, plan) for plan in plans]:
            done.result(SECONDS)
    assert pairs == [[n, n] for n in (sum(s == ("alone", w) for p in plans for s in p) for w in (0, 1))]
