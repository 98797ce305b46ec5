"""Declarations that a program holds as objects: model classes, specs, and plain maps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from qschema.client.models import CreateCollection
from qschema.schema.declarations import Declaration, by_name
from qschema.schema.errors import Problems, WrongTypeError
from qschema.schema.loader import read_schema
from qschema.schema.nodes import Scalar
from qschema.schema.project_file import Name
from qschema.schema.python.described import Declaring, Described
from qschema.schema.python.modules import asked, said_by, shown_from
from qschema.schema.python.nodes import declaration_node
from qschema.schema.reading.base import Reading
from qschema.schema.source import Source
from qschema.schema.spec import Schema

Objects = Declaring | type[Declaring] | Iterable[Declaring | type[Declaring]] | Mapping[str, Any]
"""A model class or several of them, or name → declaration: a `CollectionSpec`, a `models.CreateCollection`, or a map in
the shape of a schema file."""

_HERE = Source("<python>", 1, 1)
"""Where a declaration stands of which nobody knows where it was written."""


def schema_of(project: str, objects: Objects) -> Schema:
    """Return what objects declare, read and checked as if it stood in files.

    Args:
        project: The project's name.
        objects: The objects that declare collections.

    Raises:
        SchemaError: One or several mistakes in them.
    """
    problems = Problems()
    reading = Reading({}, problems, ("project",))
    Name().read(Scalar(_HERE.file, _HERE.line, _HERE.column, project, False), reading)
    shown = partial(shown_from, directory=Path.cwd())
    declarations = [
        Declaration(one.name, shown(one.source), declaration_node(one, shown, problems))
        for one in _described(objects, problems)
    ]
    return read_schema(project, by_name(declarations, problems), Reading({}, problems))


def _described(objects: Objects, problems: Problems) -> Iterator[Described]:
    if isinstance(objects, Mapping):
        for name, value in objects.items():
            said = said_by(value) if isinstance(value, CreateCollection) else value
            if isinstance(said, Mapping):
                yield Described(name, said, _HERE)
            else:
                problems.add(_no_declaration(said))
        return
    for one in objects if isinstance(objects, Iterable) else (objects,):
        if not hasattr(one, "__qschema__"):
            problems.add(_no_declaration(one))
        elif (described := asked(one, Path.cwd(), problems)) is not None:
            yield described


def _no_declaration(value: object) -> WrongTypeError:
    return WrongTypeError(
        f"{value!r} declares no collection",
        where=str(_HERE),
        fix="give subclasses of qschema.orm.Collection, or a map of declarations by name",
    )
