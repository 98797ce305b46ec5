"""The instance itself."""

from __future__ import annotations

from qschema.client import models, requests
from qschema.client.embedded.catalogue import Catalogue
from qschema.client.embedded.handlers.table import Handlers
from qschema.client.embedded.version import VERSION


def get_version(catalogue: Catalogue, request: requests.GetVersion) -> models.VersionInfo:
    """Say what this is; the commit is left out, it isn't the server."""
    return models.VersionInfo(title="qdrant - vector search engine", version=VERSION)


HANDLERS: Handlers = {requests.GetVersion: get_version}
