"""What a project says of the snapshots that are taken of its collections."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from qschema.schema.reading.numbers import Whole
from qschema.schema.reading.records import Field, Record
from qschema.schema.reading.texts import Text, Word

SnapshotsBefore = Literal["always", "irreversible", "never"]
"""Before which steps a snapshot is taken."""

FOLDER = ".qschema/snapshots"
"""Where snapshots are kept that would go with their collection, in the project's folder."""

SNAPSHOTS = Record(
    {
        "before": Field(Word(get_args(SnapshotsBefore))),
        "keep_last": Field(Whole((1, None))),
        "folder": Field(Text()),
    },
    name="Snapshots",
    about="Which snapshots are taken of the collections, and how long they are kept.",
)


@dataclass(frozen=True)
class SnapshotPolicy:
    """Which snapshots are taken, and how long they are kept.

    Attributes:
        before: Before which steps: `irreversible` ones, which destroy data; `always`, the first change of a collection
            too; `never`.
        keep_last: How many runs' snapshots are kept of a collection; None for all.
        folder: Where those are kept that would go with their collection; None for `FOLDER` in the project's folder.
    """

    before: SnapshotsBefore = "irreversible"
    keep_last: int | None = None
    folder: Path | None = None
