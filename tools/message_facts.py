"""Our `.proto` files beside the fact table: the same messages, fields, numbers, enumerations and services."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FieldDescriptorProto,
    FileDescriptorProto,
    FileDescriptorSet,
    ServiceDescriptorProto,
)

FACTS = Path(__file__).parent / "facts" / "grpc.json"


def first_difference(files: FileDescriptorSet) -> str | None:
    """Say where compiled files and the fact table differ first, None if they don't."""
    ours = {file.name: _file(file) for file in files.file if file.package == "qdrant"}
    return _difference(json.loads(FACTS.read_text(encoding="utf-8")), ours, "")


def _difference(expected: Any, found: Any, place: str) -> str | None:
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        for name in sorted({*expected, *found}):
            inner = _difference(expected.get(name), found.get(name), f"{place}/{name}")
            if inner:
                return inner
        return None
    return None if expected == found else f"{place}: {expected!r} expected, not {found!r}"


def _file(file: FileDescriptorProto) -> dict[str, Any]:
    return {
        "package": file.package,
        "imports": list(file.dependency),
        "messages": {message.name: _message(message) for message in file.message_type},
        "enums": {enum.name: _enum(enum) for enum in file.enum_type},
        "services": {service.name: _service(service) for service in file.service},
    }


def _message(message: DescriptorProto) -> dict[str, Any]:
    inner = [one for one in message.nested_type if not one.options.map_entry]
    maps = [one for one in message.nested_type if one.options.map_entry]
    parts = {
        "messages": {one.name: _message(one) for one in inner},
        "enums": {one.name: _enum(one) for one in message.enum_type},
        "map_entries": {one.name: {field.name: _type(field) for field in one.field} for one in maps},
    }
    fields = {field.name: _field(field, message) for field in message.field}
    return {"fields": fields, **{name: part for name, part in parts.items() if part}}


def _field(field: FieldDescriptorProto, message: DescriptorProto) -> dict[str, Any]:
    found: dict[str, Any] = {"number": field.number, "type": _type(field)}
    if field.label == FieldDescriptorProto.LABEL_REPEATED:
        found["repeated"] = True
    if field.proto3_optional:
        found["optional"] = True
    elif field.HasField("oneof_index"):
        found["oneof"] = message.oneof_decl[field.oneof_index].name
    if field.options.deprecated:
        found["deprecated"] = True
    return found


def _type(field: FieldDescriptorProto) -> str:
    if field.type_name:
        return field.type_name.removeprefix(".")
    return FieldDescriptorProto.Type.Name(field.type).removeprefix("TYPE_").lower()


def _enum(enum: EnumDescriptorProto) -> dict[str, int]:
    return {value.name: value.number for value in enum.value}


def _service(service: ServiceDescriptorProto) -> dict[str, Any]:
    def plain(names: Iterable[str]) -> list[str]:
        return [name.removeprefix(".") for name in names]

    return {
        method.name: dict(zip(("input", "output"), plain((method.input_type, method.output_type)), strict=True))
        for method in service.method
    }
