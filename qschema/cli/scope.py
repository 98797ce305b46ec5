"""What the options before a command say: the project's folder and the instance."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


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
