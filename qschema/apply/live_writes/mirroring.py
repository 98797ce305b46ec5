"""Carrying out a write to blue, and bringing green in line after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Lock
from typing import Any

from qschema.apply.copying.ids import PointId
from qschema.apply.live_writes.affected import Piece, pieces
from qschema.apply.live_writes.generations import Generations
from qschema.apply.patience import UNANSWERED
from qschema.client import models, requests
from qschema.client.errors import QdrantError
from qschema.client.requests.base import Request

Send = Callable[[Request[Any]], Any]


class Mirroring:
    """Carries out writes to two generations. Blue decides: what becomes of green never makes a write fail."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._unmarked: dict[Generations, set[PointId]] = {}

    def carry_out(self, request: Request[Any], send: Send, generations: Generations) -> Any:
        """Send a write to blue, wait until it is written there, and bring green in line.

        Args:
            request: The write; whatever name it has for the collection, it goes to blue.
            send: Sends to the instance.
            generations: The two.

        Returns:
            What blue answered.
        """
        onto_blue = _onto(generations.blue, request)
        results: list[Any] = []
        for piece in pieces(onto_blue, generations.matching):
            result = self._carried(piece, send, generations)
            if piece.is_last:
                results.append(result)
        if isinstance(request, requests.BatchUpdate):
            return [one for result in results for one in result]
        return results[-1]

    def count_unmarked(self) -> int:
        """Return how many points are behind without a mark that says so."""
        with self._lock:
            return sum(map(len, self._unmarked.values()))

    def mark_again(self) -> None:
        """Try once more to mark what couldn't be marked.

        Raises:
            QdrantError: It can't be marked now, either.
        """
        with self._lock:
            waiting, self._unmarked = self._unmarked, {}
        for generations, ids in waiting.items():
            self._mark(generations, list(ids))

    def forget(self, generations: Generations) -> None:
        """Forget what is behind in a green that nobody needs in line any more."""
        with self._lock:
            for part in [one for one in self._unmarked if one.green == generations.green]:
                del self._unmarked[part]

    def _carried(self, piece: Piece, send: Send, generations: Generations) -> Any:
        is_over, parts = False, generations.parts.named(piece.shard_key)
        try:
            result = send(piece.request)
            last = result[-1] if isinstance(result, list) else result
            is_over = last.status != models.UpdateStatus.WAIT_TIMEOUT
            return result
        except QdrantError as error:
            is_over = not isinstance(error, UNANSWERED)  # what is refused may have been carried out in part
            raise
        finally:
            for part in parts:
                self._follow(piece.ids, part, is_over=is_over)

    def _follow(self, ids: list[PointId], generations: Generations, *, is_over: bool) -> None:
        """Bring points of green in line; those that aren't for certain are marked."""
        behind: Sequence[PointId] = ids
        try:
            moving = generations.converge(ids)
            behind = moving if is_over else ids
        except Exception:  # whatever a transform raises; the next pass over the marks meets it again, and reports it
            behind = ids
        finally:
            if behind:
                self._mark_or_remember(generations, behind)

    def _mark_or_remember(self, generations: Generations, ids: Sequence[PointId]) -> None:
        try:
            self._mark(generations, ids)
        except QdrantError:
            return

    def _mark(self, generations: Generations, ids: Sequence[PointId]) -> None:
        is_marked = False
        try:
            generations.marks.lay(ids)
            is_marked = True
        finally:
            if not is_marked:
                with self._lock:
                    self._unmarked.setdefault(generations, set()).update(ids)


def _onto(blue: str, request: Any) -> Request[Any]:
    changed: Request[Any] = replace(request, collection_name=blue, wait=True)
    return changed
