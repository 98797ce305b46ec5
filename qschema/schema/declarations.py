"""Finding the declarations of collections in a project's files and modules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path

from qschema.schema.errors import (
    BadValueError,
    DeclaredTwiceError,
    FileUnreadableError,
    MissingKeyError,
    Problems,
    UnknownKeyError,
)
from qschema.schema.files import read_map
from qschema.schema.nearest import nearest
from qschema.schema.nodes import ListNode, MapNode, Node, Scalar
from qschema.schema.project import Project
from qschema.schema.project_file import PROJECT_FILE
from qschema.schema.python.importing import seen_from
from qschema.schema.python.modules import declared_in
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
    """Return the collections that the files and modules of a project declare, by name."""
    modules = [entry for entry in project.schemas if _is_module(entry, project.directory)]
    with seen_from(project.directory, modules) if modules else nullcontext():
        declarations = list(_all(project, problems))
    return by_name(declarations, problems)


def by_name(declarations: Iterable[Declaration], problems: Problems) -> dict[str, Declaration]:
    """Return declarations by the names of their collections, each of which is declared once."""
    found: dict[str, Declaration] = {}
    for declaration in declarations:
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


def schema_files(project: Project, problems: Problems) -> dict[str, Path]:
    """Return the YAML files that a project names: the path as it shall be told → path, each once."""
    found: dict[str, Path] = {}
    for entry in project.schemas:
        if entry.endswith((".yaml", ".yml")):
            where = project.sources.get(entry, Source(PROJECT_FILE, 1, 1))
            found |= dict(_files(entry, project.directory, str(where), problems))
    return found


def _all(project: Project, problems: Problems) -> Iterator[Declaration]:
    files: set[str] = set()
    objects: set[int] = set()
    for entry in project.schemas:
        where = project.sources.get(entry, Source(PROJECT_FILE, 1, 1))
        if entry.endswith((".yaml", ".yml")):
            for shown, path in _files(entry, project.directory, str(where), problems):
                if shown not in files:
                    files.add(shown)
                    yield from _in_file(path, shown, problems)
        elif _is_module(entry, project.directory):
            for name, source, node in declared_in(entry, project.directory, where, objects, problems):
                yield Declaration(name, source, node)
        else:
            problems.add(_neither(entry, project.directory / entry, str(where)))


def _is_module(entry: str, directory: Path) -> bool:
    """Tell whether an entry names a module: a folder of that name must be a package, else it is one of files."""
    if entry.endswith((".yaml", ".yml")) or not _MODULE.fullmatch(entry):
        return False
    return not (directory / entry).is_dir() or (directory / entry / "__init__.py").is_file()


def _files(pattern: str, directory: Path, where: str, problems: Problems) -> Iterator[tuple[str, Path]]:
    """Yield the files that a pattern names: the path as it shall be told, and the path."""
    names = sorted(glob(pattern, root_dir=directory, recursive=True)) if has_magic(pattern) else [pattern]
    if not names:
        problems.add(
            FileUnreadableError(f"no file matches {pattern}", where=where, fix="create one, or mend the pattern")
        )
    for name in names:
        path = directory / name
        if not has_magic(pattern) and not path.exists():
            problems.add(
                FileUnreadableError(f"there is no file {pattern}", where=where, fix="create it, or take it out")
            )
        else:
            yield Path(name).as_posix(), path


def _neither(entry: str, path: Path, where: str) -> BadValueError:
    if path.is_dir():
        return BadValueError(f"{entry} is a folder", where=where, fix=f"write {entry.rstrip('/')}/*.yaml")
    if entry.endswith(".py"):
        name = entry.removesuffix(".py").replace("/", ".")
        return BadValueError(f"{entry} names no YAML files", where=where, fix=f"name the module: {name}")
    return BadValueError(
        f"{entry} names neither YAML files nor a Python module",
        where=where,
        fix="end it in .yaml or .yml, such as schema/*.yaml, or write a module's name, such as app.models",
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
