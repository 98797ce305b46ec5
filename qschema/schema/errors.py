"""What can be wrong with a project's files, and with what an instance lets us see: one type for each mistake."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from qschema.errors import QschemaError


class SchemaError(QschemaError):
    """Base of all mistakes in a project's files."""

    code: ClassVar[str] = "schema.error"


class SchemaErrors(SchemaError):  # noqa: N818 - it is several
    """Several mistakes, found in one go.

    Attributes:
        errors: The mistakes, in the order in which they stand in the files.
    """

    code: ClassVar[str] = "schema.errors"

    def __init__(self, errors: Iterable[SchemaError]) -> None:
        self.errors = tuple(errors)
        super().__init__(f"{len(self.errors)} mistakes in the project's files", fix="mend all of them, then try again")

    def __str__(self) -> str:
        return "\n".join((f"{self.what}:", *map(str, self.errors)))

    def as_json(self) -> dict[str, Any]:
        """Return the error as a JSON object, with all mistakes under `errors`."""
        return {**super().as_json(), "errors": [error.as_json() for error in self.errors]}


class FileUnreadableError(SchemaError):
    """A file is missing, is none, or can't be read."""

    code: ClassVar[str] = "schema.file"


class EncodingError(SchemaError):
    """A file isn't UTF-8, or holds characters that YAML doesn't allow."""

    code: ClassVar[str] = "schema.encoding"


class YamlError(SchemaError):
    """A file isn't the YAML that is read here."""

    code: ClassVar[str] = "schema.yaml"


class RepeatedKeyError(SchemaError):
    """A key stands twice in one map; most readers would silently take the last."""

    code: ClassVar[str] = "schema.repeated-key"


class UnknownKeyError(SchemaError):
    """There is no such key here; Qdrant would silently ignore it."""

    code: ClassVar[str] = "schema.unknown-key"


class MissingKeyError(SchemaError):
    """A key that must be there isn't."""

    code: ClassVar[str] = "schema.missing-key"


class WrongTypeError(SchemaError):
    """A value is of another kind than the key wants; nothing is converted silently."""

    code: ClassVar[str] = "schema.wrong-type"


class NeedsQuotesError(SchemaError):
    """A text that some readers of YAML take for a boolean, a number or a date."""

    code: ClassVar[str] = "schema.needs-quotes"


class BadValueError(SchemaError):
    """A value is of the right kind and not among those allowed."""

    code: ClassVar[str] = "schema.bad-value"


class VariableError(SchemaError):
    """A `${VARIABLE}` isn't set, or is written in a way that isn't understood."""

    code: ClassVar[str] = "schema.variable"


class BadNameError(SchemaError):
    """A name that Qdrant refuses."""

    code: ClassVar[str] = "schema.bad-name"


class ReservedNameError(SchemaError):
    """A name that qschema keeps for itself."""

    code: ClassVar[str] = "schema.reserved"


class DeclaredTwiceError(SchemaError):
    """Two declarations claim the same name."""

    code: ClassVar[str] = "schema.declared-twice"


class ContradictionError(SchemaError):
    """Two settings speak against each other."""

    code: ClassVar[str] = "schema.contradiction"


class ModuleMissingError(SchemaError):
    """There is no Python module of that name."""

    code: ClassVar[str] = "schema.module-missing"


class ModuleFailedError(SchemaError):
    """A Python module raised an error of its own."""

    code: ClassVar[str] = "schema.module-failed"


class ProjectMissingError(SchemaError):
    """There is no project file in the folder."""

    code: ClassVar[str] = "project.missing"


class EnvironmentUnknownError(SchemaError):
    """The project has no environment of that name."""

    code: ClassVar[str] = "project.unknown-environment"


class NotVisibleError(QschemaError):
    """The key may not see something that is declared; it must not look as if it were missing."""

    code: ClassVar[str] = "inspect.not-visible"


class Problems:
    """The mistakes found so far: reading goes on after one, so that all of them are told at once."""

    def __init__(self) -> None:
        self.errors: list[SchemaError] = []
        self._known: set[tuple[str, ...]] = set()

    def add(self, error: SchemaError) -> None:
        """Note a mistake; the same one, found again in every collection that a shared part goes into, is noted once."""
        same = (error.code, error.where, error.why, error.fix)
        if same not in self._known:
            self._known.add(same)
            self.errors.append(error)

    def raise_if_any(self) -> None:
        """Raise what was found.

        Raises:
            SchemaError: One mistake.
            SchemaErrors: Several.
        """
        if len(self.errors) == 1:
            raise self.errors[0]
        if self.errors:
            raise SchemaErrors(sorted(self.errors, key=_place))


def _place(error: SchemaError) -> tuple[str, int, int]:
    file, _, rest = error.where.rpartition(":")
    file, _, line = file.rpartition(":")
    return (file, int(line), int(rest)) if line.isdigit() and rest.isdigit() else (error.where, 0, 0)
