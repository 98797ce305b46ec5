"""The asynchronous forms: the loop goes on meanwhile, and to cancel one does what Ctrl-C does."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from threading import Event
from typing import Any

import pytest

import qschema
from qschema.apply.errors import StoppedError
from qschema.apply.lock import ProjectLock
from qschema.apply.run import Stop
from qschema.client import requests
from tests.apply.bench import ARTICLES, Told

DECLARED = {"articles": ARTICLES}
SECONDS = 60.0


def run(main: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(asyncio.wait_for(main, SECONDS))


@pytest.mark.parametrize("kind", [qschema.QdrantClient, qschema.AsyncQdrantClient])
def test_both_kinds_of_clients(kind):
    async def main() -> None:
        named = {"project": "library", "client": kind(":memory:")}
        assert (await qschema.aplan(DECLARED, **named)).summary.add == 3
        assert (await qschema.aapply(DECLARED, **named)).steps == ("done",) * 3
        assert (await qschema.astatus(DECLARED, **named)).drift == 0
        assert len(await qschema.ahistory(DECLARED, **named)) == 1
        assert (await qschema.aplan_rollback(DECLARED, **named)).summary.destroy == 3
        assert (await qschema.arollback(DECLARED, **named)).run

    run(main())


def test_they_bear_their_own_names():
    assert [qschema.aapply.__name__, qschema.aplan.__name__] == ["aapply", "aplan"]


def test_what_goes_wrong_is_raised(bench):
    async def main() -> None:
        with pytest.raises(TypeError):
            await qschema.aplan(DECLARED, project="library", client=3)

    run(main())


def test_the_loop_goes_on_meanwhile(bench):
    async def main() -> None:
        loop, answered = asyncio.get_running_loop(), Event()

        def ask(number: int) -> None:
            loop.call_soon_threadsafe(answered.set)
            assert answered.wait(SECONDS), "the loop is blocked by the run"

        outcome = await qschema.aapply(DECLARED, project="library", client=bench.client, watch=Told(ask))
        assert outcome.steps == ("done",) * 3

    run(main())


def test_one_that_is_cancelled_ends_after_its_step_and_can_go_on(bench):
    async def main() -> None:
        named = {"project": "library", "client": bench.client}
        loop, stop, told = asyncio.get_running_loop(), Stop(), Told()

        def cancel(number: int) -> None:
            if number == 2:
                loop.call_soon_threadsafe(task.cancel)
                while not stop.wanted:
                    time.sleep(0.001)

        told = Told(cancel)
        task = loop.create_task(qschema.aapply(DECLARED, stop=stop, watch=told, **named))
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        assert isinstance(caught.value.__cause__, StoppedError)
        assert told.done == ["done", "done"]
        assert bench.is_at_rest()
        assert [one.outcome for one in await qschema.ahistory(DECLARED, **named)] == ["interrupted"]
        await qschema.aapply(DECLARED, resume=True, **named)
        assert (await qschema.aplan(DECLARED, **named)).idle

    run(main())


def test_one_that_waits_for_the_lock_is_cancelled_before_it_begins(bench):
    async def main() -> None:
        named = {"project": "library", "client": bench.client}
        await qschema.aapply(DECLARED, **named)
        more = {**DECLARED, "logs": {"vectors": {}}}
        with ProjectLock(bench.client, "library", run="r"):
            bench.faults.sent.clear()
            task = asyncio.create_task(qschema.aapply(more, lock_timeout=SECONDS * 10, **named))
            while not task.done() and not any(isinstance(one, requests.RetrievePoints) for one in bench.faults.sent):
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await task
            assert "nothing was begun" in caught.value.__cause__.fix
        assert len(bench.runs()) == 1
        assert bench.is_at_rest()

    run(main())


def test_to_cancel_twice_does_not_wait(bench):
    async def main() -> None:
        loop, entered, leave = asyncio.get_running_loop(), asyncio.Event(), Event()

        def stay(number: int) -> None:
            loop.call_soon_threadsafe(entered.set)
            assert leave.wait(SECONDS)

        task = loop.create_task(qschema.aapply(DECLARED, project="library", client=bench.client, watch=Told(stay)))
        await entered.wait()
        for _ in range(2):
            task.cancel()
            await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await task
        leave.set()

    run(main())
    assert bench.is_at_rest(), "the thread ends its step and gives back the lock"
