from __future__ import annotations

from datetime import time

import pytest
from pydantic import ValidationError

from qschema.apply.copying import throttle as module
from qschema.apply.copying.halt import Halt, HaltedError
from qschema.apply.copying.side import Side
from qschema.apply.copying.throttle import Brake, Throttle, is_open
from qschema.apply.watching import Stop
from qschema.client import QdrantClient


class Clock:
    """A clock that goes only when somebody waits."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.waited: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        if seconds > 0:
            self.waited.append(seconds)
            self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def brake_of(client: QdrantClient, clock: Clock, throttle: Throttle) -> Brake:
    halt = Halt(Stop())
    halt.pause = clock.pause  # type: ignore[method-assign]  # nobody waits in tests
    return Brake(throttle, Side(client, "dest", "here"), halt)


def test_a_rate_is_kept_by_all_lanes_together(here: QdrantClient, clock: Clock) -> None:
    brake = brake_of(here, clock, Throttle(rate=100))
    for _ in range(10):
        brake.wait()
        clock.now += 0.1  # the page is written
        brake.wrote(50, 0.1)
    brake.wait()
    assert clock.now == pytest.approx(1_000.0 + 10 * 50 / 100)


def test_after_a_slow_write_it_rests(here: QdrantClient, clock: Clock) -> None:
    brake = brake_of(here, clock, Throttle(max_latency=0.5))
    for seconds in (0.4, 0.7):
        brake.wrote(50, seconds)
    assert clock.waited == [0.7]


def test_it_waits_while_updates_wait(here: QdrantClient, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    here.delete_collection("dest")
    here.create_collection("dest", vectors_config={})
    brake = brake_of(here, clock, Throttle(max_queue=5))
    queues = iter([9, 6, 5, 99])
    look = here.get_collection

    def busy(name: str):  # an embedded instance has no queue
        info = look(name)
        info.update_queue.length = next(queues)
        return info

    monkeypatch.setattr(here, "get_collection", busy)
    brake.wait()
    brake.wait()  # it has just looked
    assert clock.waited == [1.0, 1.0]


@pytest.mark.parametrize(
    ("window", "now", "opened"),
    [
        ("09:00-17:00", time(9), True),
        ("09:00-17:00", time(17), False),
        ("22:00-6:00", time(23, 59), True),
        ("22:00-6:00", time(3), True),
        ("22:00-6:00", time(12), False),
    ],
)
def test_a_window_is_open_or_not(window: str, now: time, opened: bool) -> None:
    assert is_open(window, now) is opened


@pytest.mark.parametrize(
    "said", [{"window": "late"}, {"window": "25:00-26:00"}, {"rate": 0}, {"max_queue": -1}, {"x": 1}]
)
def test_what_makes_no_sense_is_refused(said: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Throttle.model_validate(said)


def test_whoever_waits_hears_of_the_end() -> None:
    stop = Stop()
    halt = Halt(stop)
    halt.pause(0)
    stop.wanted = True
    with pytest.raises(HaltedError):
        halt.pause(0)
    with pytest.raises(HaltedError):
        halt.insist(lambda: 1)
