"""The instance itself."""

from __future__ import annotations

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.handlers.table import Handlers

VERSION = "1.19.0"
"""The server whose behaviour the engine has, and reports."""


def get_version(catalogue: Catalogue, request: requests.GetVersion) -> models.VersionInfo:
    """Say what this is; the commit is left out, it isn't the server."""
    return models.VersionInfo(title="qdrant - vector search engine", version=VERSION)


HANDLERS: Handlers = {requests.GetVersion: get_version}
