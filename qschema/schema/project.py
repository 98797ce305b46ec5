"""A project: its file `qschema.yaml`, and the environments in it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qschema.schema.environment import Environment, Environments
from qschema.schema.errors import EnvironmentUnknownError, Problems, ProjectMissingError
from qschema.schema.files import read_map
from qschema.schema.nearest import nearest, one_of
from qschema.schema.nodes import ListNode, MapNode
from qschema.schema.project_file import PROJECT, PROJECT_FILE, check
from qschema.schema.reading.base import FAILED, Reading
from qschema.schema.source import Source

__all__ = ["PROJECT_FILE", "Environment", "Project", "load_project"]


@dataclass(frozen=True)
class Project:
    """What a project's file says.

    Attributes:
        name: The project's name.
        directory: The folder that holds the file.
        schemas: Where collections are declared: globs of YAML files, relative to the folder, and names of modules.
        environments: Name → environment; one is read, and its variables replaced, when it is asked for.
        default_environment: The environment to use where none is named.
        defaults: What every collection has that doesn't say otherwise, as nodes.
        sources: Each of `schemas` → where it stands.
    """

    name: str
    directory: Path
    schemas: tuple[str, ...]
    environments: Mapping[str, Environment]
    default_environment: str | None = None
    defaults: MapNode | None = field(default=None, repr=False)
    sources: Mapping[str, Source] = field(default_factory=dict, repr=False)

    def environment(self, name: str | None = None) -> Environment:
        """Return an environment, with its variables replaced.

        Args:
            name: Its name; None for the default one.

        Raises:
            EnvironmentUnknownError: There is no such environment, or no default one.
            SchemaError: A variable that it refers to isn't set, or a value can't be read.
        """
        wanted = name or self.default_environment
        if wanted is not None and wanted in self.environments:
            return self.environments[wanted]
        where = str(self.directory / PROJECT_FILE)
        if not self.environments:
            raise EnvironmentUnknownError(
                "the project has no environments", where=where, fix="add one, or give --url URL or --path DIR"
            )
        known = one_of(self.environments)
        if wanted is None:
            raise EnvironmentUnknownError(
                "no environment is named, and the project has no default one",
                where=where,
                fix=f"give --env: {known}; or set default_environment",
            )
        meant = nearest(wanted, self.environments)
        raise EnvironmentUnknownError(
            f"the project has no environment {wanted}",
            where=where,
            why=f"it has {known}",
            fix=f"did you mean {meant}?" if meant else "",
        )


def load_project(directory: Path, variables: Mapping[str, str] = os.environ) -> Project:
    """Read the project in a folder.

    Args:
        directory: The folder that holds `qschema.yaml`.
        variables: The environment variables that the file may refer to. Those of an environment needn't be set before
            it is used.

    Raises:
        ProjectMissingError: The folder has no such file.
        SchemaError: One or several mistakes in it.
    """
    path = directory / PROJECT_FILE
    if not path.exists():
        raise ProjectMissingError(
            f"there is no {PROJECT_FILE} here",
            where=str(directory),
            fix="qschema init makes one; --project names another folder",
        )
    problems = Problems()
    root = read_map(path, PROJECT_FILE, problems, wanted="project: NAME, schemas: [FILES] and environments:")
    said = FAILED if root is None else PROJECT.read(root, Reading(variables, problems))
    if root is not None and said is not FAILED:
        check(said, root, problems)
    problems.raise_if_any()
    assert root is not None
    nodes, schemas = root.get("environments"), root.get("schemas")
    return Project(
        name=said["project"],
        directory=directory,
        schemas=tuple(said["schemas"]),
        environments=Environments(
            {name: node for name, (_, node) in nodes.entries.items()} if isinstance(nodes, MapNode) else {},
            directory,
            variables,
        ),
        default_environment=said.get("default_environment"),
        defaults=said.get("defaults"),
        sources={
            text: item.source
            for text, item in zip(said["schemas"], schemas.items if isinstance(schemas, ListNode) else (), strict=True)
        },
    )
