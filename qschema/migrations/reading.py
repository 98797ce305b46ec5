"""Reading the saved migrations of a project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qschema.migrations.content import checksum_of, revision_of
from qschema.migrations.migration import FOLDER, Migration
from qschema.schema.declarations import Declaration
from qschema.schema.environment import collection_record
from qschema.schema.errors import Problems
from qschema.schema.files import read_map
from qschema.schema.loader import read_declared
from qschema.schema.nodes import MapNode, Node
from qschema.schema.reading.base import FAILED, Reading
from qschema.schema.reading.containers import ListOf, MapNodes, MapOf
from qschema.schema.reading.records import Field, Record
from qschema.schema.reading.texts import Text
from qschema.schema.spec import Declared

_TEXT = Field(Text(), required=True)
_TEXTS = Field(ListOf(Text()))

_RECORD = Record(
    {
        "revision": _TEXT,
        "parents": Field(ListOf(Text()), required=True, example="[]"),
        "message": _TEXT,
        "before": _TEXT,
        "after": _TEXT,
        "allow_destroy": _TEXTS,
        "steps": _TEXTS,
        "removed": _TEXTS,
        "collections": Field(MapOf(MapNodes(collection_record))),
        "checksum": _TEXT,
    },
    name="Migration",
)


def read_migrations(directory: Path) -> tuple[Migration, ...]:
    """Return the saved migrations of a project, in the order of their files.

    Args:
        directory: The project's folder.

    Raises:
        SchemaError: One or several mistakes in the files.
    """
    problems = Problems()
    paths = sorted((directory / FOLDER).glob("*.yaml"))
    found = [_read(path, f"{FOLDER}/{path.name}", problems) for path in paths]
    problems.raise_if_any()
    return tuple(one for one in found if one is not None)


def _read(path: Path, shown: str, problems: Problems) -> Migration | None:
    root = read_map(path, shown, problems, wanted="what `qschema plan --save` wrote")
    if root is None:
        return None
    reading = Reading({}, problems)
    said = _RECORD.read(root, reading)
    checksum = checksum_of(root, reading)
    if said is FAILED:
        return None
    return Migration(
        file=shown,
        revision=said["revision"],
        parents=tuple(said["parents"]),
        message=said["message"],
        before=said["before"],
        after=said["after"],
        allow_destroy=tuple(said.get("allow_destroy", ())),
        steps=tuple(said.get("steps", ())),
        declared=dict(_declared(root.get("collections"), reading)),
        removed=tuple(said.get("removed", ())),
        intact=said["checksum"] == checksum and said["revision"] == revision_of(checksum),
    )


def _declared(collections: Node | None, reading: Reading) -> Iterator[tuple[str, Declared]]:
    for name, (at, node) in collections.entries.items() if isinstance(collections, MapNode) else ():
        if isinstance(node, MapNode) and (declared := read_declared(Declaration(name, at.source, node), reading)):
            yield name, declared
