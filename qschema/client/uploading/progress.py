"""How far an upload is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an upload is.

    Attributes:
        acknowledged: How many points the instance has acknowledged.
        total: How many there are; None if that isn't known.
    """

    acknowledged: int
    total: int | None


@contextmanager
def telling(progress: Callable[[Progress], None] | bool | None, words: str) -> Iterator[Callable[[Progress], None]]:
    """Return what is to be told of progress: the caller's own function, a bar on stderr, or nothing."""
    if callable(progress):
        yield progress
    elif progress:
        with _bar(words) as tell:
            yield tell
    else:
        yield lambda _: None


@contextmanager
def _bar(words: str) -> Iterator[Callable[[Progress], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(words, total=None)
        yield lambda now: bar.update(task, completed=now.acknowledged, total=now.total)
