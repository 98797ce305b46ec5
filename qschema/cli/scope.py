"""What the options before a command say: the project's folder and the instance."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qschema.schema.project import Project


@dataclass(frozen=True)
class Scope:
    """Where a command looks.

    Attributes:
        directory: The folder that holds `qschema.yaml`.
        env: The name of an environment; None for the default one.
        url: A server in place of an environment.
        path: The folder of an embedded instance in place of an environment.
    """

    directory: Path
    env: str | None = None
    url: str | None = None
    path: Path | None = None

    def environment_of(self, project: Project) -> str | None:
        """Return the environment whose overrides count: none where the instance is named in its place."""
        if self.url is not None or self.path is not None:
            return None
        return self.env or project.default_environment
