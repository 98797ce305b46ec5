"""Readers that never stop, and notice when a read fails or something isn't there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from qschema.client import QdrantClient, models


class Reading(ABC):
    """A thread that reads all the time.

    Attributes:
        reads: How many reads went well.
        error: What the first one met that didn't; None if all did.
    """

    def __init__(self) -> None:
        self.reads = 0
        self.error: BaseException | None = None
        self._stop = Event()

    @contextmanager
    def at_work(self, client: QdrantClient) -> Iterator[None]:
        """Read within a `with` block, in a thread."""
        thread = Thread(target=self._work, args=(client,))
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _work(self, client: QdrantClient) -> None:
        try:
            while not self._stop.wait(0.001):
                if self._read(client):
                    self.reads += 1
        except BaseException as error:
            self.error = error

    @abstractmethod
    def _read(self, client: QdrantClient) -> bool:
        """Read once, and tell whether that went well."""


class Readers(Reading):
    """Readers of points that nobody writes to.

    Args:
        name: The name by which they read.
        ids: The points; they have vectors `text`.
    """

    def __init__(self, name: str, ids: list[int]) -> None:
        super().__init__()
        self._name, self._ids = name, ids

    def _read(self, client: QdrantClient) -> bool:
        name, some = self._name, self._ids[self.reads % len(self._ids) :][:5]
        assert {one.id for one in client.retrieve(name, some)} == {*some}
        found, _ = client.scroll(name, models.Filter(must=[models.HasIdCondition(has_id=some)]))
        assert len(found) == len(some)
        assert client.query_points(name, query=some[0], using="text", limit=3).points
        assert client.count(name).count >= len(self._ids)
        return True
