"""Copying collections from one instance to another, under the official client's module name."""

from __future__ import annotations

from qschema.client.migrate.migrate import migrate
from qschema.client.migrating.errors import MigrationFailed

__all__ = ["MigrationFailed", "migrate"]
