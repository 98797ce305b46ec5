"""The REST API's types, errors and low-level doors, under the official client's module names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qschema.client.lazy import lazily

if TYPE_CHECKING:
    from qschema.client.http import models
    from qschema.client.http.api_client import ApiClient, AsyncApiClient, AsyncApis, SyncApis

__all__ = ["ApiClient", "AsyncApiClient", "AsyncApis", "SyncApis", "models"]

__getattr__, __dir__ = lazily(
    __name__,
    {
        **dict.fromkeys(("ApiClient", "AsyncApiClient", "AsyncApis", "SyncApis"), f"{__name__}.api_client"),
        **{name: f"{__name__}.{name}" for name in ("api_client", "exceptions", "models")},
    },
)
