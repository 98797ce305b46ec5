"""Payload values as messages, under the official client's names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from google.protobuf.message import Message

from qschema.client.grpc.conversion import from_message, to_message
from qschema.client.grpc.pool import enum_values


def json_to_value(payload: Any) -> Message:
    """Return the message that a JSON value is.

    Raises:
        ValueError: The message can't hold it.
    """
    return to_message(payload, "Value")


def value_to_json(value: Message) -> Any:
    """Return the JSON value that a message is."""
    return from_message(value)


def payload_to_grpc(payload: Mapping[str, Any]) -> dict[str, Message]:
    """Return the messages that the fields of a payload are.

    Raises:
        ValueError: A message can't hold one.
    """
    return {name: json_to_value(value) for name, value in payload.items()}


def grpc_to_payload(grpc_: Mapping[str, Message]) -> dict[str, Any]:
    """Return the payload whose fields are these messages."""
    return {name: value_to_json(grpc_[name]) for name in grpc_}


def grpc_payload_schema_to_field_type(model: int) -> int:
    """Return the number that says, where an index is created, what `PayloadSchemaType` says where it is reported.

    Raises:
        ValueError: It is none.
    """
    return _renamed(model, "PayloadSchemaType", "FieldType", "", "FieldType")


def grpc_field_type_to_payload_schema(model: int) -> int:
    """Return the number that says, where an index is reported, what `FieldType` says where it is created.

    Raises:
        ValueError: It is none.
    """
    return _renamed(model, "FieldType", "PayloadSchemaType", "FieldType", "")


def _renamed(number: int, one: str, other: str, before: str, after: str) -> int:
    for name, its in enum_values(one).items():
        known = after + name.removeprefix(before)
        if its == number and known in enum_values(other):
            return enum_values(other)[known]
    raise ValueError(f"{number} is no {one} that {other} has as well")
