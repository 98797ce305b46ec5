"""The messages of the reflection service (grpc/reflection/v1/reflection.proto), in a pool of their own.

The two versions of it differ in nothing but their names.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

VERSIONS = ("v1", "v1alpha")

_TEXT = descriptor_pb2.FieldDescriptorProto.TYPE_STRING
_BYTES = descriptor_pb2.FieldDescriptorProto.TYPE_BYTES
_NUMBER = descriptor_pb2.FieldDescriptorProto.TYPE_INT32
_MESSAGE = descriptor_pb2.FieldDescriptorProto.TYPE_MESSAGE

_ONE_OF = {"ServerReflectionRequest": "message_request", "ServerReflectionResponse": "message_response"}
"""Message → the union that some of its fields stand in."""

_FIELDS: dict[str, dict[str, tuple[int, int, str]]] = {
    "ServerReflectionRequest": {
        "host": (1, _TEXT, ""),
        "file_by_filename": (3, _TEXT, "one of"),
        "file_containing_symbol": (4, _TEXT, "one of"),
        "file_containing_extension": (5, _MESSAGE, "one of ExtensionRequest"),
        "all_extension_numbers_of_type": (6, _TEXT, "one of"),
        "list_services": (7, _TEXT, "one of"),
    },
    "ExtensionRequest": {"containing_type": (1, _TEXT, ""), "extension_number": (2, _NUMBER, "")},
    "ServerReflectionResponse": {
        "valid_host": (1, _TEXT, ""),
        "original_request": (2, _MESSAGE, "ServerReflectionRequest"),
        "file_descriptor_response": (4, _MESSAGE, "one of FileDescriptorResponse"),
        "all_extension_numbers_response": (5, _MESSAGE, "one of ExtensionNumberResponse"),
        "list_services_response": (6, _MESSAGE, "one of ListServiceResponse"),
        "error_response": (7, _MESSAGE, "one of ErrorResponse"),
    },
    "FileDescriptorResponse": {"file_descriptor_proto": (1, _BYTES, "many")},
    "ExtensionNumberResponse": {"base_type_name": (1, _TEXT, ""), "extension_number": (2, _NUMBER, "many")},
    "ListServiceResponse": {"service": (1, _MESSAGE, "many ServiceResponse")},
    "ServiceResponse": {"name": (1, _TEXT, "")},
    "ErrorResponse": {"error_code": (1, _NUMBER, ""), "error_message": (2, _TEXT, "")},
}
"""Message → field → its number, its type, and in words whether it is repeated or one of several, and of what."""


@cache
def message_class(version: str, name: str) -> Any:
    """Return the class of a message."""
    return message_factory.GetMessageClass(_pool(version).FindMessageTypeByName(f"grpc.reflection.{version}.{name}"))


@cache
def _pool(version: str) -> descriptor_pool.DescriptorPool:
    package = f"grpc.reflection.{version}"
    file = descriptor_pb2.FileDescriptorProto(name=f"{version}/reflection.proto", package=package, syntax="proto3")
    for message_name, fields in _FIELDS.items():
        message = file.message_type.add(name=message_name)
        if message_name in _ONE_OF:
            message.oneof_decl.add(name=_ONE_OF[message_name])
        for name, (number, kind, words) in fields.items():
            field = message.field.add(name=name, number=number, type=kind, label=3 if "many" in words else 1)
            if kind == _MESSAGE:
                field.type_name = f".{package}.{words.split()[-1]}"
            if words.startswith("one of"):
                field.oneof_index = 0
    made = descriptor_pool.DescriptorPool()
    made.Add(file)
    return made
