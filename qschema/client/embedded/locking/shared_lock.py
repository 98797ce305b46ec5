"""A lock that readers share, that one writer holds beside them, and that the writer can have for itself alone.

Readers take no mutex: each puts itself into a set, and then looks whether somebody wants to be alone. Whoever wants to
be alone says so first, and then looks whether the set is empty. Each of these is one step for Python's global lock, so
one of the two always sees the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Lock


class SharedLock:
    """Any number of readers, and one writer at a time.

    Whoever takes several of them keeps to an order for writing, and may read what it likes in any order: a reader that
    reads elsewhere already only waits for who is alone, never for who is waiting to be. (Who waits to be alone may be
    waiting for that very reader.)
    """

    def __init__(self) -> None:
        self._readers: set[object] = set()
        self._writer = Lock()
        self._wanted = False
        self._alone = False
        self._changed = Condition()

    def begin_reading(self, reader: object, *, nested: bool = False) -> None:
        """Read until `end_reading`, beside other readers and the writer, unless that one is alone.

        Args:
            reader: Who reads; it isn't reading under this lock yet.
            nested: Whether it reads under another lock already.
        """
        while True:
            self._readers.add(reader)
            if not self._shut(nested):
                return
            self._readers.discard(reader)
            with self._changed:
                self._changed.notify_all()
                self._changed.wait_for(lambda: not self._shut(nested))

    def end_reading(self, reader: object) -> None:
        """End reading; nothing happens if it doesn't read."""
        self._readers.discard(reader)
        if self._wanted:
            with self._changed:
                self._changed.notify_all()

    def begin_writing(self) -> None:
        """Be the writer until `end_writing`, which may come from any thread."""
        self._writer.acquire()

    def end_writing(self) -> None:
        """Let the next writer in."""
        self._writer.release()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the writer."""
        with self._writer:
            yield

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Have no reader beside oneself; only the writer may ask for it, and not while it reads here itself."""
        self._wanted = True
        try:
            with self._changed:
                self._alone = True
                while self._readers:
                    self._alone = False
                    self._changed.notify_all()
                    self._changed.wait()
                    self._alone = True
            yield
        finally:
            with self._changed:
                self._wanted = self._alone = False
                self._changed.notify_all()

    def _shut(self, nested: bool) -> bool:
        return self._alone if nested else self._wanted
