"""What writes pass through: it says which go to both generations, holds some back, and knows which are under way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from threading import Condition

from qschema.apply.live_writes.generations import Generations


class Gate:
    """Lets the writes of any number of threads through."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._numbers = count()
        self._under_way: set[int] = set()
        self._routes: Mapping[str, Generations] = {}
        self._held: Collection[str] = ()

    @contextmanager
    def passing(self, name: str) -> Iterator[Generations | None]:
        """Wait until writes to a collection are let through; tell whether they go to two generations."""
        with self._changed:
            self._changed.wait_for(lambda: name not in self._held)
            number, route = self._enter(), self._routes.get(name)
        try:
            yield route
        finally:
            self._leave(number)

    @contextmanager
    def passing_alone(self, name: str) -> Iterator[bool]:
        """Let a write through if it isn't held back and goes to one generation; tell whether that is so."""
        with self._changed:
            is_alone = name not in self._held and name not in self._routes
            number = self._enter() if is_alone else None
        try:
            yield is_alone
        finally:
            if number is not None:
                self._leave(number)

    def change(self, routes: Mapping[str, Generations], held: Collection[str]) -> frozenset[int]:
        """Treat writes otherwise from now on.

        Args:
            routes: The generations of the collections whose writes go to two, by each name that they have.
            held: The names of the collections whose writes are held back.

        Returns:
            The writes that are under way, and that were treated as before.
        """
        with self._changed:
            self._routes, self._held = routes, held
            self._changed.notify_all()
            return frozenset(self._under_way)

    def have_left(self, numbers: frozenset[int]) -> bool:
        """Tell whether writes that were under way have ended."""
        with self._changed:
            return self._under_way.isdisjoint(numbers)

    def _enter(self) -> int:
        number = next(self._numbers)
        self._under_way.add(number)
        return number

    def _leave(self, number: int) -> None:
        with self._changed:
            self._under_way.discard(number)
