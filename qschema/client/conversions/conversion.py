"""Conversions between the types of REST and the messages of gRPC, under the official client's names."""

from __future__ import annotations

from typing import NoReturn

from qschema.client.coming import no_grpc

_NAMES = (
    "GrpcToRest",
    "RestToGrpc",
    "grpc_field_type_to_payload_schema",
    "grpc_payload_schema_to_field_type",
    "grpc_to_payload",
    "json_to_value",
    "payload_to_grpc",
    "value_to_json",
)


def __getattr__(name: str) -> NoReturn:
    """Say of the official client's names that they come with gRPC."""
    if name in _NAMES:
        raise no_grpc(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
