"""A saved migration: how a declaration changes, from one revision to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from qschema.apply.migration_id import MigrationId
from qschema.schema.spec import Declared

FOLDER = "migrations"
"""Where a project's saved migrations lie, in the folder of its `qschema.yaml`."""


@dataclass(frozen=True)
class Migration:
    """A saved migration.

    Attributes:
        file: Its file, relative to the project's folder; the number in front is for people.
        revision: What tells it from others, made from what the file says; empty for a draft.
        parents: The revisions that come before it: none for the first, several where branches were merged.
        message: What it is for.
        before: Fingerprint of the declaration before it.
        after: Fingerprint of the declaration after it.
        allow_destroy: The addresses whose destruction was allowed when it was saved.
        steps: What it took between the two declarations, in words, for whoever reviews it.
        declared: The collections whose declarations change, as they are declared after it.
        removed: The collections that are declared no longer.
        intact: Whether the file says what it said when it was saved.
    """

    file: str
    revision: str
    parents: tuple[str, ...]
    message: str
    before: str
    after: str
    allow_destroy: tuple[str, ...]
    steps: tuple[str, ...]
    declared: Mapping[str, Declared]
    removed: tuple[str, ...]
    intact: bool = True

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return PurePosixPath(self.file).stem

    @property
    def id(self) -> MigrationId:
        """What a ledger knows it by."""
        return MigrationId(revision=self.revision, name=self.name)
