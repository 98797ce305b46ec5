from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from qschema.schema import load_project, load_schema
from qschema.schema.spec import Schema

PROJECT = "project: library\nschemas: [schema/*.yaml]\n"


class Files:
    """A project in a folder of its own: write files, then load them."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.write("qschema.yaml", PROJECT)

    def write(self, name: str, content: str | bytes) -> None:
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def load(self, *, env: str | None = None, variables: Mapping[str, str] | None = None) -> Schema:
        given = variables or {}
        return load_schema(load_project(self.directory, given), env, given)

    def loaded(self, text: str, **variables: str) -> Schema:
        """Load a text as the only schema file."""
        self.write("schema/schema.yaml", text)
        return self.load(variables=variables)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


@pytest.fixture(scope="module")
def shared_files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """One project for all examples of a property."""
    return Files(tmp_path_factory.mktemp("project"))
