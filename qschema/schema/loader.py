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
    reading = Reading(variables, problems)
    collections: dict[str, Declared] = {}
    for name, declaration in declarations.items():
        spec = _read(declaration, reading)
        if spec is not None:
            collections[name] = Declared(name, spec, declaration.source, Sources(declaration.node))
    check_all(collections, declarations, problems)
    problems.raise_if_any()
    return Schema(project.name, collections)


def _read(declaration: Declaration, reading: Reading) -> CollectionSpec | None:
    said = reading.at(declaration.name, record_of(CollectionSpec), declaration.node)
    if said is FAILED:
        return None
    check_one(declaration, said, reading.problems)
    return CollectionSpec.model_validate(said)
