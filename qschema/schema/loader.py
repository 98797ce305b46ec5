"""From the files of a project to what it declares."""

from __future__ import annotations

import os
from collections.abc import Mapping

from qschema.schema.checks import check_all, check_one
from qschema.schema.declarations import Declaration, declarations_of
from qschema.schema.environment import Environment
from qschema.schema.errors import Problems
from qschema.schema.nodes import Sources
from qschema.schema.overrides import overridden
from qschema.schema.project import Project
from qschema.schema.reading.base import FAILED, Reading
from qschema.schema.reading.of_types import record_of
from qschema.schema.spec import CollectionSpec, Declared, Schema


def load_schema(project: Project, environment: str | None = None, variables: Mapping[str, str] = os.environ) -> Schema:
    """Read everything that a project declares.

    Args:
        project: The project.
        environment: The environment whose overrides count; None leaves them out.
        variables: The environment variables that the files may refer to.

    Raises:
        SchemaError: One or several mistakes in the files.
    """
    problems = Problems()
    known: Environment | None = project.environment(environment) if environment is not None else None
    declarations = declarations_of(project, problems)
    if project.defaults or (known and known.overrides):
        declarations = overridden(declarations, project, known, problems)
    return read_schema(project.name, declarations, Reading(variables, problems))


def read_schema(project: str, declarations: Mapping[str, Declaration], reading: Reading) -> Schema:
    """Read declarations, and check each for itself and all of them together.

    Args:
        project: The project's name.
        declarations: The declarations by the names of their collections.
        reading: How they are read; the problems that it holds already are raised too.

    Raises:
        SchemaError: One or several mistakes in them, or before.
    """
    collections: dict[str, Declared] = {}
    for name, declaration in declarations.items():
        declared = read_declared(declaration, reading)
        if declared is not None:
            collections[name] = declared
    check_all(collections, declarations, reading.problems)
    reading.problems.raise_if_any()
    return Schema(project, collections)


def read_declared(declaration: Declaration, reading: Reading) -> Declared | None:
    """Read one declaration; None if there are mistakes in it, and then they are noted."""
    said = reading.at(declaration.name, record_of(CollectionSpec), declaration.node)
    if said is FAILED:
        return None
    check_one(declaration, said, reading.problems)
    spec = CollectionSpec.model_validate(said)
    return Declared(declaration.name, spec, declaration.source, Sources(declaration.node))
