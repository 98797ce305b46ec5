"""Conversions between the types of REST and the messages of gRPC, under the official client's names."""

from __future__ import annotations

from qschema.client.lazy import lazily

_CONVERTERS = "qschema.client.conversions.converters"
_PAYLOADS = "qschema.client.conversions.payload_values"

__getattr__, __dir__ = lazily(
    __name__,
    {
        **dict.fromkeys(("GrpcToRest", "RestToGrpc"), _CONVERTERS),
        **dict.fromkeys(
            (
                *("grpc_field_type_to_payload_schema", "grpc_payload_schema_to_field_type", "grpc_to_payload"),
                *("json_to_value", "payload_to_grpc", "value_to_json"),
            ),
            _PAYLOADS,
        ),
    },
)
