"""The keys of `qschema.yaml`."""

from __future__ import annotations

import re
from typing import Any

from qschema.schema.environment import ENVIRONMENT, check_environment, collection_record
from qschema.schema.errors import BadNameError, BadValueError, EnvironmentUnknownError, Problems
from qschema.schema.nearest import nearest, one_of
from qschema.schema.nodes import MapNode, Node
from qschema.schema.reading.base import FAILED, Reading
from qschema.schema.reading.containers import ListOf, MapNodes, MapOf
from qschema.schema.reading.records import Field, Record
from qschema.schema.reading.texts import Text

PROJECT_FILE = "qschema.yaml"


class Name(Text):
    """Reads a project's name. It stands in the names of locks, so it has no dots and no capitals."""

    pattern = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")

    def read(self, node: Node, reading: Reading) -> Any:
        """Return the name, or note mistakes and return `FAILED`."""
        value = super().read(node, reading)
        if value is FAILED or self.pattern.fullmatch(value):
            return value
        meant = re.sub(r"[^a-z0-9_-]+", "-", value.lower()).strip("-_")[:64]
        reading.problems.add(
            BadNameError(
                f"a project can't be called {reading.shown(node)}",
                where=str(node.source),
                why="a name has 1 to 64 characters: a-z, 0-9, - and _, and begins with a letter or a digit",
                fix=f"write {meant}" if meant else "",
            )
        )
        return FAILED


class _Environment(Record):
    """Reads an environment as far as that goes without its variables."""

    def __init__(self) -> None:
        super().__init__(ENVIRONMENT.fields, name="Environment")

    def read(self, node: Node, reading: Reading) -> Any:
        before = len(reading.problems.errors)
        check_environment(node, reading.without_variables())
        return FAILED if len(reading.problems.errors) > before else node


PROJECT = Record(
    {
        "project": Field(Name(), required=True, example="NAME"),
        "schemas": Field(ListOf(Text()), required=True, example="[schema/*.yaml]"),
        "environments": Field(MapOf(_Environment())),
        "default_environment": Field(Text()),
        "defaults": Field(MapNodes(collection_record)),
    },
    hints={
        "name": "write project: NAME",
        "schema": "write schemas: [FILES]",
        "collections": "collections are declared in the files that schemas names",
        "url": "write environments: {NAME: {url: …}}",
        "path": "write environments: {NAME: {path: …}}",
    },
    extensions=True,
)


def check(said: dict[str, Any], root: MapNode, problems: Problems) -> None:
    """See that some file is named, and that the default environment is one of those that are there."""
    if not said["schemas"]:
        where = str(root.entries["schemas"][1].source)
        problems.add(BadValueError("schemas names no files", where=where, fix="write schemas: [schema/*.yaml]"))
    default, names = said.get("default_environment"), said.get("environments", {})
    if default is not None and default not in names:
        meant = nearest(default, names)
        problems.add(
            EnvironmentUnknownError(
                f"default_environment is {default}, and there is no such environment",
                where=str(root.entries["default_environment"][1].source),
                why=f"there is {one_of(names)}" if names else "there are none",
                fix=f"write {meant}" if meant else "",
            )
        )
