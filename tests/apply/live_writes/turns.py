"""Actors that each make one request when it is their turn, so that calls can be put in any order."""

from __future__ import annotations

from collections.abc import Callable
from threading import Semaphore, Thread
from typing import Any

from qschema.client import QdrantClient


class Actor:
    """Does its work in a thread, one request at a turn.

    Args:
        client: The instance.
        work: What to do, given a client whose calls wait for their turns.
    """

    def __init__(self, client: QdrantClient, work: Callable[[QdrantClient], Any]) -> None:
        view = client.without_interceptors()
        view.interceptors.append(self._in_turn)
        self._turn, self._stands = Semaphore(0), Semaphore(0)
        self._thread = Thread(target=self._run, args=(work, view), daemon=True)
        self.is_done = False
        self.error: BaseException | None = None
        self._thread.start()
        self._stands.acquire()

    def step(self) -> None:
        """Make one request, and come to the next or to the end."""
        if not self.is_done:
            self._turn.release()
            self._stands.acquire()
        if self.error is not None:
            raise self.error

    def _in_turn(self, request: Any, send: Any) -> Any:
        self._stands.release()
        self._turn.acquire()
        return send(request)

    def _run(self, work: Callable[[QdrantClient], Any], view: QdrantClient) -> None:
        try:
            work(view)
        except BaseException as error:
            self.error = error
        finally:
            self.is_done = True
            self._stands.release()


def take_turns(actors: list[Actor], order: list[int]) -> None:
    """Let actors make their requests in an order, which is gone on with in rounds until all are done."""
    for number in order:
        actors[number % len(actors)].step()
    while not all(actor.is_done for actor in actors):
        for actor in actors:
            actor.step()
