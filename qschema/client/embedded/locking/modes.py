"""What each call does to the collections that it touches."""

from __future__ import annotations

from enum import Enum
from typing import Any

from qschema.client import requests
from qschema.client.embedded.snapshots.calls import LocateSnapshot, RecoverStorage
from qschema.client.requests.base import Request


class Mode(Enum):
    """What a call does to the collections that it touches."""

    READING = "reading"
    """It reads, beside whatever else is done, except for changes of configuration."""

    WRITING = "writing"
    """It is the only one that writes; a snapshot that is taken is a write, for nothing may change meanwhile."""

    NAMING = "naming"
    """It changes, or wants to be left alone, which collections and aliases there are; and it is the only one."""


_WRITING: tuple[type[Request[Any]], ...] = (
    LocateSnapshot,  # it may take one
    requests.BatchUpdate,
    requests.ClearPayload,
    requests.CreatePayloadIndex,
    requests.CreateShardSnapshot,
    requests.CreateSnapshot,
    requests.CreateVectorName,
    requests.DeletePayload,
    requests.DeletePayloadIndex,
    requests.DeletePoints,
    requests.DeleteShardSnapshot,
    requests.DeleteSnapshot,
    requests.DeleteVectorName,
    requests.DeleteVectors,
    requests.OverwritePayload,
    requests.SetPayload,
    requests.StreamShardSnapshot,
    requests.UpdateCollection,
    requests.UpdateVectors,
    requests.UpsertPoints,
)
_NAMING: tuple[type[Request[Any]], ...] = (
    RecoverStorage,
    requests.CreateCollection,
    requests.CreateFullSnapshot,
    requests.DeleteCollection,
    requests.DeleteFullSnapshot,
    requests.RecoverShardSnapshot,
    requests.RecoverSnapshot,
    requests.UpdateAliases,
    requests.UploadShardSnapshot,
    requests.UploadSnapshot,
)
_MODES = {**dict.fromkeys(_WRITING, Mode.WRITING), **dict.fromkeys(_NAMING, Mode.NAMING)}


def mode_of(call: type[Request[Any]]) -> Mode:
    """Return what a type of request does; those that aren't listed here read."""
    return _MODES.get(call, Mode.READING)
