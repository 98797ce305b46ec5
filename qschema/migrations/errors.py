"""What can be wrong with saved migrations: one type for each failure, with its code and its way out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from qschema.apply.migration_id import MigrationId
from qschema.errors import QschemaError
from qschema.migrations.migration import FOLDER, Migration


class MigrationError(QschemaError):
    """Base of all that can be wrong with saved migrations."""

    code: ClassVar[str] = "migration.error"


class AlteredError(MigrationError):
    """A file was changed after it was saved."""

    code: ClassVar[str] = "migration.altered"

    def __init__(self, migration: Migration) -> None:
        super().__init__(
            "the migration was altered after it was saved",
            where=migration.file,
            why="its checksum does not fit what it says, so it is not what somebody reviewed",
            fix="restore it (git checkout); or, if no instance has had it, delete it and save it anew: "
            f"qschema plan --save '{migration.message}'",
        )


class AppliedAlteredError(MigrationError):
    """A file was changed after it was carried out on this instance."""

    code: ClassVar[str] = "migration.applied-altered"

    def __init__(self, migration: Migration) -> None:
        super().__init__(
            "the migration was altered after it was carried out on this instance",
            where=migration.file,
            why="what was done stays done: to change the file changes nothing here, and makes other instances differ",
            fix="restore it (git checkout), change the declaration instead, and save that: qschema plan --save NAME",
        )


class HoleError(MigrationError):
    """A migration that another one builds on is missing."""

    code: ClassVar[str] = "migration.hole"

    def __init__(self, migration: Migration, parent: str) -> None:
        super().__init__(
            f"a migration is missing: the one of revision {parent}",
            where=migration.file,
            why="this one builds on it",
            fix=f"restore its file in {FOLDER}/: git log --diff-filter=D -- {FOLDER} shows what was deleted",
        )


class UnknownError(MigrationError):
    """An instance has had a migration that isn't here."""

    code: ClassVar[str] = "migration.unknown"

    def __init__(self, unknown: Iterable[MigrationId]) -> None:
        names = ", ".join(map(str, unknown))
        super().__init__(
            f"this instance has had a migration that is not in {FOLDER}/: {names}",
            why="it was carried out from a newer commit or another branch, or saved anew since",
            fix="get its file (git pull, git merge); `qschema history` shows from which commit it was carried out, and "
            "`qschema rollback RUN` takes it back",
        )


class TwoHeadsError(MigrationError):
    """Several migrations are the last one."""

    code: ClassVar[str] = "migration.two-heads"

    def __init__(self, heads: Iterable[Migration]) -> None:
        files = " and ".join(head.file for head in heads)
        super().__init__(
            f"there is more than one last migration: {files}",
            why="they were saved on two branches, and nobody has said yet what holds after both",
            fix="see that the declaration is what it should be with both of them, and join them: "
            "qschema plan --save NAME --merge",
        )


class UnsavedError(MigrationError):
    """The declaration and the saved migrations disagree."""

    code: ClassVar[str] = "migration.unsaved"

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(
            f"the declaration is not what the saved migrations lead to: {', '.join(names)}",
            why="where migrations are saved, what is applied is what was saved and reviewed",
            fix="save the difference: qschema plan --save NAME",
        )


class PendingError(MigrationError):
    """Something was asked for that has to wait for the saved migrations."""

    code: ClassVar[str] = "migration.pending"

    def __init__(self, what: str, pending: Iterable[Migration]) -> None:
        names = ", ".join(one.name for one in pending)
        super().__init__(
            f"{what} has to wait: this instance has not had {names}",
            why="saved migrations are carried out whole and in order, so that all instances come the same way",
            fix="qschema apply carries them out",
        )


class SecretError(MigrationError):
    """A secret stands in what would be saved."""

    code: ClassVar[str] = "migration.secret"

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(
            f"the declaration holds a secret, and the migration is not saved: {', '.join(names)}",
            why="no secret is ever written, and without it the migration could not be carried out",
            fix="take the secret out of the declaration",
        )


class NotAsDeclaredError(MigrationError):
    """All migrations are done, and the instance is not as declared."""

    code: ClassVar[str] = "migration.not-as-declared"

    def __init__(self, addresses: Iterable[str]) -> None:
        super().__init__(
            f"the migrations are done, and the instance is not as declared: {', '.join(addresses)}",
            why="somebody else has changed it meanwhile",
            fix="qschema plan shows what differs; qschema apply sets it right",
        )
