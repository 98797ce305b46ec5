"""A project's folder of saved migrations, and what is declared as plain objects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qschema.migrations.drafting import draft
from qschema.migrations.migration import FOLDER, Migration
from qschema.migrations.order import in_order
from qschema.migrations.reading import read_migrations
from qschema.migrations.writing import text_of
from qschema.schema.source import Source
from qschema.schema.spec import CollectionSpec, Declared, Schema

SOMEWHERE = Source("schema.yaml", 1, 1)


def schema_of(declared: dict[str, dict[str, Any]]) -> Schema:
    specs = {name: CollectionSpec.model_validate(spec) for name, spec in declared.items()}
    return Schema("library", {name: Declared(name, spec, SOMEWHERE) for name, spec in specs.items()})


def said(declarations: Any) -> dict[str, Any]:
    """Return declarations as JSON, in the order of their names."""
    return {name: one.spec.as_json() for name, one in sorted(declarations.items())}


class Folder:
    """The folder of a project in which nothing but migrations matters."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def saved(self) -> tuple[Migration, ...]:
        return in_order(read_migrations(self.directory))

    def save(self, schema: Schema, message: str, *, on: tuple[Migration, ...] | None = None) -> Migration:
        """Save what leads to a declaration; on a branch, only from what is known there."""
        one = draft(self.saved() if on is None else on, schema, message).migration
        path = self.directory / one.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text_of(one), encoding="utf-8")
        return next(read for read in read_migrations(self.directory) if read.file == one.file)

    def clear(self) -> None:
        for path in (self.directory / FOLDER).glob("*"):
            path.unlink()
