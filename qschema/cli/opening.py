"""From the options before a command to the project and the instance that it is about."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from qschema.apply import place as places
from qschema.apply.deployment import Deployment
from qschema.apply.place import Place
from qschema.cli.scope import Scope
from qschema.client import QdrantClient
from qschema.schema.project import PROJECT_FILE, Project, load_project


def deployment_of(scope: Scope) -> Deployment:
    """Return what the project declares, and the instance that it is for."""
    project = load_project(scope.directory)
    return Deployment.of_project(project, place_of(scope, project), scope.environment_of(project))


def project_if_any(directory: Path) -> Project | None:
    """Read the project in a folder; None if the folder has none."""
    return load_project(directory) if (directory / PROJECT_FILE).exists() else None


def place_of(scope: Scope, project: Project | None) -> Place:
    """Return the instance that the options name, or else the project's environment."""
    return places.place_of(project, env=scope.env, url=scope.url, path=scope.path)


def opened(place: Place, *, to_write: bool = False) -> AbstractContextManager[QdrantClient]:
    """Open an instance; see `Place.opened`."""
    return place.opened(to_write=to_write)
