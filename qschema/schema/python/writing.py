"""Declarations as Python source: one model class for each collection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from qschema.schema.dump import ORDER
from qschema.schema.python.identifiers import TAKEN, Identifiers
from qschema.schema.python.literals import assigned, called, literal
from qschema.schema.shorter import shortened
from qschema.schema.spec import CollectionSpec, is_unnamed

_ANNOTATIONS = {
    "keyword": "str",
    "integer": "int",
    "float": "float",
    "bool": "bool",
    "datetime": "datetime",
    "uuid": "UUID",
}
"""The annotation from which the type of an index follows."""

_IMPORTS = {"datetime": "from datetime import datetime", "UUID": "from uuid import UUID"}


def python_of(collections: Mapping[str, CollectionSpec]) -> str:
    """Return declarations as the source of a module, which reads back to the same declarations.

    Args:
        collections: The declarations by name.
    """
    names = Identifiers(TAKEN | {"annotations"})
    classes: list[str] = []
    for name, spec in sorted(collections.items()):
        classes += ["", "", *_class(names.type(name), name, spec)]
    body = "\n".join(classes)
    used = [
        one for one in ("Collection", "field", "sparse_vector", "vector") if one == "Collection" or f" {one}(" in body
    ]
    standard = [line for word, line in _IMPORTS.items() if f": {word} = " in body]
    head = ["from __future__ import annotations", "", *standard, *([""] if standard else [])]
    if not collections:
        return "\n".join([*head[:1], "", "collections = {}", ""])
    return "\n".join([*head, f"from qschema.orm import {', '.join(used)}", body]) + "\n"


def _class(class_name: str, name: str, spec: CollectionSpec) -> Iterator[str]:
    said = shortened(spec.as_json())
    identifiers = Identifiers()
    yield f"class {class_name}(Collection):"
    attributes = [line for part in _PARTS if part in said for line in _PARTS[part](said.pop(part), identifiers, said)]
    yield from attributes
    if attributes:
        yield ""
    yield "    class Meta:"
    yield from assigned("name", name, " " * 8)
    for key in (key for key in ORDER if key in said):
        yield from assigned(key, said[key], " " * 8)


def _vectors(vectors: Mapping[str, Any], identifiers: Identifiers, rest: dict[str, Any]) -> Iterator[str]:
    if is_unnamed(vectors):
        yield from _vector("", vectors, identifiers.attribute("dense"))
    elif not vectors or "" in vectors:  # the empty name is another thing than none
        rest["vectors"] = vectors
    else:
        for name, vector in sorted(vectors.items()):
            yield from _vector(name, vector, identifiers.attribute(name))


def _vector(name: str, vector: Mapping[str, Any], attribute: str) -> Iterator[str]:
    annotation = "list[list[float]]" if "multivector_config" in vector else "list[float]"
    options = {key: value for key, value in vector.items() if key not in ("size", "distance")}
    positional = [literal(vector["size"]), literal(vector["distance"])]
    named = {} if name == attribute else {"name": name}
    yield from called(f"{attribute}: {annotation}", "vector", positional, {**named, **options}, "    ")


def _sparse(vectors: Mapping[str, Any], identifiers: Identifiers, rest: dict[str, Any]) -> Iterator[str]:
    if not vectors:
        rest["sparse_vectors"] = vectors
    for name, vector in sorted(vectors.items()):
        attribute = identifiers.attribute(name)
        named = {} if name == attribute else {"name": name}
        yield from called(f"{attribute}: dict[int, float]", "sparse_vector", [], {**named, **vector}, "    ")


def _fields(indexes: Mapping[str, Any], identifiers: Identifiers, rest: dict[str, Any]) -> Iterator[str]:
    if not indexes:
        rest["payload_indexes"] = indexes
    for path, index in sorted(indexes.items()):
        options = {"type": index} if isinstance(index, str) else dict(index)
        kind = options.pop("type")
        annotation = _ANNOTATIONS.get(kind, "dict[str, float]" if kind == "geo" else "str")
        said = {} if kind in _ANNOTATIONS else {"index": kind}
        attribute = identifiers.attribute(path)
        positional = [] if path == attribute else [literal(path)]
        yield from called(f"{attribute}: {annotation}", "field", positional, {**said, **options}, "    ")


_PARTS = {"payload_indexes": _fields, "vectors": _vectors, "sparse_vectors": _sparse}
"""What becomes attributes, in the order in which they stand in a class."""
