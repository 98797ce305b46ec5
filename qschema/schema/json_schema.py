"""The JSON Schema of a project's files, for editors: made from the readers themselves, so that the two can't differ.

It takes whatever they take. It demands less: what one file lacks, the project's defaults may say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from qschema.schema.project_file import PROJECT, Name
from qschema.schema.reading.base import Reader
from qschema.schema.reading.containers import AnyJson, ListOf, MapNodes, MapOf
from qschema.schema.reading.numbers import Flag, Number, Whole
from qschema.schema.reading.of_types import record_of
from qschema.schema.reading.records import Field, Keyed, Record, Tagged
from qschema.schema.reading.texts import Duration, Text, Word
from qschema.schema.reading.unions import Either, OneOrMany, Short, Vectors
from qschema.schema.spec import CollectionSpec

FileKind = Literal["schema", "project"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

_VARIABLE = {"type": "string", "pattern": r"\$\{[A-Za-z_]", "description": "${NAME} or ${NAME:-default}"}


def json_schema(kind: FileKind) -> dict[str, Any]:
    """Return the JSON Schema of a schema file, or of `qschema.yaml`."""
    made = _Maker()
    if kind == "project":
        title, root = "qschema.yaml", made.record(PROJECT, required=True)
    else:
        collections = Field(MapOf(record_of(CollectionSpec)))
        title, root = "A schema file of qschema", made.record(Record({"collections": collections}, extensions=True))
    return {"$schema": _DIALECT, "title": title, **root, "$defs": {"variable": _VARIABLE, **made.definitions}}


class _Maker:
    """Makes schemas of readers, and notes those that have names."""

    def __init__(self) -> None:
        self.definitions: dict[str, Any] = {}

    def of(self, reader: Any) -> dict[str, Any]:
        """Return the schema of what a reader reads."""
        match reader:
            case Record(name=name) if name:
                return self._named(name, reader)
            case Record():
                return self.record(reader)
            case MapNodes(later=later):
                return self.of(later())
            case MapOf(inner=inner):
                return {"type": "object", "additionalProperties": _or_nothing(self.of(inner))}
            case ListOf(inner=inner):
                return {"type": "array", "items": self.of(inner)}
            case OneOrMany(inner=inner, many=many):
                return self._any([inner, many])
            case Short(key=key, record=record):
                return self._any([record.fields[key].reader, record])
            case Vectors(one=one, named=named):
                return self._any([one, named])
            case Either(scalars=scalars, of_map=of_map):
                return self._any([*scalars, *([of_map] if of_map else [])])
            case Keyed(records=records):
                return self._keyed(records)
            case Tagged(records=records, short=short):
                return self._any([*([Word(records)] if short else []), *records.values()])
            case AnyJson():
                return {}
        return self._scalar(reader)

    def record(self, record: Record, *, required: bool = False) -> dict[str, Any]:
        """Return the schema of a map whose keys are known; a key without a value counts as not given."""
        needed = [key for key, field in record.fields.items() if field.required] if required else []
        schema: dict[str, Any] = {"type": "object"}
        if record.about:
            schema["description"] = record.about
        schema["properties"] = {
            key: self.of(field.reader) if key in needed else _or_nothing(self.of(field.reader))
            for key, field in record.fields.items()
        }
        if record.extensions:
            schema["patternProperties"] = {"^x-": {}}
        return {**schema, **({"required": needed} if needed else {}), "additionalProperties": False}

    def _named(self, name: str, record: Record) -> dict[str, Any]:
        if name not in self.definitions:
            self.definitions[name] = {}  # holds the place while its own parts are made
            self.definitions[name] = self.record(record)
        return {"$ref": f"#/$defs/{name}"}

    def _keyed(self, records: Mapping[str, Record]) -> dict[str, Any]:
        properties = {key: self.of(record.fields[key].reader) for key, record in records.items()}
        return {"type": "object", "properties": properties, "maxProperties": 1, "additionalProperties": False}

    def _any(self, readers: Iterable[Reader]) -> dict[str, Any]:
        schemas: list[dict[str, Any]] = []
        for reader in readers:
            one = self.of(reader)
            schemas += (inner for inner in one.get("anyOf", [one]) if inner not in schemas)
        return {"anyOf": schemas}

    def _scalar(self, reader: Any) -> dict[str, Any]:
        match reader:
            case Flag():
                schema: dict[str, Any] = {"type": "boolean"}
            case Number(least=least, greatest=greatest):
                bounds = {"minimum": least, "maximum": greatest}
                schema = {"type": "integer" if isinstance(reader, Whole) else "number"}
                schema |= {key: value for key, value in bounds.items() if value is not None}
            case Word(words=words):
                schema = {"enum": list(words)}
            case Name(pattern=pattern) | Duration(pattern=pattern):
                schema = {"type": "string", "pattern": f"^{pattern.pattern}$"}
            case Text():
                return {"type": "string"}
            case _:
                raise TypeError(f"there is no JSON Schema for {type(reader).__name__}")
        return {"anyOf": [schema, {"$ref": "#/$defs/variable"}]}


def _or_nothing(schema: dict[str, Any]) -> dict[str, Any]:
    alternatives = schema["anyOf"] if schema.keys() == {"anyOf"} else [schema]
    return {"anyOf": [*alternatives, {"type": "null"}]} if schema else {}
