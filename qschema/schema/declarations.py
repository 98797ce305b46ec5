"""Finding the declarations of collections in a project's files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path

from qschema.schema.errors import (
    BadValueError,
    DeclaredTwiceError,
    FileUnreadableError,
    MissingKeyError,
    NotYetError,
    Problems,
    UnknownKeyError,
)
from qschema.schema.files import read_map
from qschema.schema.nearest import nearest
from qschema.schema.nodes import ListNode, MapNode, Node, Scalar
from qschema.schema.project import Project
from qschema.schema.project_file import PROJECT_FILE
from qschema.schema.reading.base import Reading
from qschema.schema.source import Source

_MODULE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


@dataclass(frozen=True)
class Declaration:
    """A collection's declaration as nodes.

    Attributes:
        name: The collection's name.
        source: Where the name stands.
        node: What is declared.
    """

    name: str
    source: Source
    node: MapNode

    def at(self, *path: str) -> Source:
        """Return where something stands; for what isn't there, where it would belong."""
        source, node = self.source, self.node
        for key in path:
            if not isinstance(node, MapNode) or key not in node.entries:
                break
            at, value = node.entries[key]
            source = at.source
            node = value if isinstance(value, MapNode) else MapNode(at.file, at.line, at.column, {})
        return source

    def items(self, *path: str) -> list[Source]:
        """Return where the items of a list stand; nothing for a list that isn't there."""
        node: Node | None = self.node
        for key in path:
            node = node.get(key) if isinstance(node, MapNode) else None
        return [item.source for item in node.items] if isinstance(node, ListNode) else []


def declarations_of(project: Project, problems: Problems) -> dict[str, Declaration]:
    """Return the collections that the files of a project declare, by name."""
    found: dict[str, Declaration] = {}
    for shown, path in _files(project, problems).items():
        for declaration in _in_file(path, shown, problems):
            first = found.setdefault(declaration.name, declaration)
            if first is not declaration:
                problems.add(
                    DeclaredTwiceError(
                        f"the collection {declaration.name} is declared twice",
                        where=str(declaration.source),
                        why=f"it is declared at {first.source} already",
                        fix="take one of them out",
                    )
                )
    return found


def _files(project: Project, problems: Problems) -> dict[str, Path]:
    """Return the files that the project's patterns name: path as it shall be told → path, each once."""
    files: dict[str, Path] = {}
    for pattern in project.schemas:
        where = str(project.sources.get(pattern, Source(PROJECT_FILE, 1, 1)))
        if not pattern.endswith((".yaml", ".yml")):
            problems.add(_no_yaml(pattern, project.directory / pattern, where))
            continue
        names = sorted(glob(pattern, root_dir=project.directory, recursive=True)) if has_magic(pattern) else [pattern]
        if not names:
            problems.add(
                FileUnreadableError(f"no file matches {pattern}", where=where, fix="create one, or mend the pattern")
            )
        for name in names:
            path = project.directory / name
            if not has_magic(pattern) and not path.exists():
                problems.add(
                    FileUnreadableError(f"there is no file {pattern}", where=where, fix="create it, or take it out")
                )
            else:
                files.setdefault(Path(name).as_posix(), path)
    return files


def _no_yaml(pattern: str, path: Path, where: str) -> NotYetError | BadValueError:
    if path.is_dir():
        return BadValueError(f"{pattern} is a folder", where=where, fix=f"write {pattern.rstrip('/')}/*.yaml")
    if _MODULE.fullmatch(pattern):
        return NotYetError(
            "Python modules are not part of this version",
            where=where,
            why=f"{pattern} doesn't end in .yaml or .yml, so it is the name of a module",
            fix="declare the collections in YAML files",
        )
    return BadValueError(
        f"{pattern} names no YAML files", where=where, fix="end it in .yaml or .yml, such as schema/*.yaml"
    )


def _in_file(path: Path, shown: str, problems: Problems) -> Iterator[Declaration]:
    root = read_map(path, shown, problems, wanted="collections:")
    if root is None:
        return
    for key, (at, _) in root.entries.items():
        if key != "collections" and not key.startswith("x-"):
            problems.add(_unknown(key, at))
    collections, reading = root.get("collections"), Reading(None, problems, ("collections",))
    if collections is None:
        if not any(not key.startswith("x-") for key in root.entries):
            where = str(root.source)
            problems.add(MissingKeyError("the file declares nothing", where=where, fix="add collections:"))
    elif not isinstance(collections, MapNode):
        reading.wrong_type(collections, "a map of collections", fix="write collections: {} to declare none")
    else:
        for name, (at, node) in collections.entries.items():
            if isinstance(node, MapNode):
                yield Declaration(name, at.source, node)
            else:
                fix = f"write {name}: {{}} for a collection without settings"
                Reading(None, problems, (name,)).wrong_type(node, "a map", fix=fix)


def _unknown(key: str, at: Scalar) -> UnknownKeyError:
    if key in ("project", "schemas", "environments", "default_environment", "defaults"):
        fix = f"{key} stands in {PROJECT_FILE}"
    elif meant := nearest(key, ("collections",)):
        fix = f"write {meant}"
    else:
        fix = f"collections stand below collections:; shared parts below a key that begins with x-, such as x-{key}"
    return UnknownKeyError(f"a schema file has no key {key}", where=str(at.source), fix=fix)
