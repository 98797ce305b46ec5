"""What can go wrong with writes while a collection is reindexed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from qschema.apply.errors import ApplyError
from qschema.apply.records import WriterRecord


class IdsChangedError(ApplyError):
    """A transform changes ids, so that nobody knows which point of green a write to blue is about."""

    code: ClassVar[str] = "live-writes.ids-changed"

    def __init__(self, point_id: object) -> None:
        super().__init__(
            f"the transform has made a point {point_id} that it wasn't given",
            why="writes that go on meanwhile find their points in the new generation by their ids",
            fix="keep ids as they are, or reindex while nobody writes",
        )


class ForkedWriterError(ApplyError):
    """A process writes through a writer of the one that it was forked from."""

    code: ClassVar[str] = "live-writes.forked"

    def __init__(self) -> None:
        super().__init__(
            "this process was forked from the one that follows reindexes, and can't write through its writer",
            why="nobody here looks at the ledger, so its writes would be missing in a new generation",
            fix="make the client and its MirroredWriter after the fork, in each process",
        )


class WriterRefusesError(ApplyError):
    """A writer can't follow a reindex, so nothing was copied."""

    code: ClassVar[str] = "live-writes.writer-refuses"

    def __init__(self, refusals: Iterable[tuple[WriterRecord, str]]) -> None:
        super().__init__(
            "writers can't follow the reindex: " + "; ".join(f"{writer.who}: {why}" for writer, why in refusals),
            why="what they write meanwhile would be missing in the new generation",
            fix="give the writer what it lacks, or end it, and start again",
        )


class WritersBehindError(ApplyError):
    """Writers didn't hold back their writes in time, so they were let go on, and nothing was switched."""

    code: ClassVar[str] = "live-writes.writers-behind"

    def __init__(self, writers: Iterable[WriterRecord], seconds: float) -> None:
        super().__init__(
            f"within {seconds:g} s not all writers were ready for the switch: "
            + "; ".join(str(writer.who) for writer in writers),
            why="a long write was under way, or the new generation couldn't be written to",
            fix="try again; writes go on to both generations until then",
        )


class PauseTooLongError(ApplyError):
    """What was to be done while writes were held back took too long, so writers have gone on by themselves."""

    code: ClassVar[str] = "live-writes.pause-too-long"

    def __init__(self, seconds: float, limit: float) -> None:
        super().__init__(
            f"writes were to be held back for {limit:g} s at the most, and {seconds:.1f} s have passed",
            fix="try again, with a longer limit; writes go on to both generations until then",
        )


class FreezeUnfitError(ApplyError):
    """A collection can't be closed to writes by its strict mode."""

    code: ClassVar[str] = "live-writes.freeze-unfit"

    def __init__(self, collection: str, why: str) -> None:
        super().__init__(
            f"strict mode can't close {collection!r} to writes",
            why=why,
            fix="take write access from the keys of its writers for that time",
        )


class CatchUpTooLongError(ApplyError):
    """What was left to do didn't fit into a write freeze, as often as it was tried."""

    code: ClassVar[str] = "live-writes.too-long"

    def __init__(self, limit: float, attempts: int) -> None:
        super().__init__(
            f"the last pass didn't end within {limit:g} s, in {attempts} attempts",
            why="there are more writes than a pass can keep up with, or the limit is too short for the collection",
            fix="raise the limit, name an `updated_at` field so that a pass looks at less, or stop the writers",
        )
