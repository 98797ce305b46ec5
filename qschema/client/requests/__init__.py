"""The table of all API calls: one small frozen type each, read by every transport and by the server."""

from __future__ import annotations

from qschema.client.requests.aliases import GetAliases, GetCollectionAliases, UpdateAliases
from qschema.client.requests.base import Request, RestForm, adapter, field_names
from qschema.client.requests.collections import (
    CollectionExists,
    CreateCollection,
    CreateVectorName,
    DeleteCollection,
    DeleteVectorName,
    GetCollection,
    GetCollections,
    UpdateCollection,
)
from qschema.client.requests.indexes import CreatePayloadIndex, DeletePayloadIndex
from qschema.client.requests.points import CountPoints, DeletePoints, RetrievePoints, ScrollPoints, UpsertPoints
from qschema.client.requests.query import QueryPoints
from qschema.client.requests.service import GetVersion

__all__ = [
    "CollectionExists",
    "CountPoints",
    "CreateCollection",
    "CreatePayloadIndex",
    "CreateVectorName",
    "DeleteCollection",
    "DeletePayloadIndex",
    "DeletePoints",
    "DeleteVectorName",
    "GetAliases",
    "GetCollection",
    "GetCollectionAliases",
    "GetCollections",
    "GetVersion",
    "QueryPoints",
    "Request",
    "RestForm",
    "RetrievePoints",
    "ScrollPoints",
    "UpdateAliases",
    "UpdateCollection",
    "UpsertPoints",
    "adapter",
    "field_names",
]
