"""What a project says of every collection, and what an environment says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from qschema.schema.declarations import Declaration
from qschema.schema.environment import Environment
from qschema.schema.errors import Problems, UnknownKeyError
from qschema.schema.merging import merged_collection
from qschema.schema.nearest import nearest
from qschema.schema.nodes import MapNode
from qschema.schema.project import Project
from qschema.schema.reading.base import Reading


def overridden(
    declarations: Mapping[str, Declaration], project: Project, environment: Environment | None, problems: Problems
) -> dict[str, Declaration]:
    """Merge what holds for all collections under each declaration, and what an environment overrides over it.

    Args:
        declarations: The declarations by name.
        project: The project, which may have `defaults`.
        environment: The environment; its `overrides` has the shape of a schema file, and `defaults` of its own.
        problems: Where mistakes go.
    """
    overrides = environment.overrides if environment else None
    defaults = _with(project.defaults, _part(overrides, "defaults", problems))
    per_collection = _part(overrides, "collections", problems)
    _check(overrides, per_collection, declarations, problems)
    result: dict[str, Declaration] = {}
    for name, declaration in declarations.items():
        node = merged_collection(defaults, declaration.node) if defaults else declaration.node
        over = per_collection.get(name) if per_collection else None
        if isinstance(over, MapNode):
            node = merged_collection(node, over)
        result[name] = replace(declaration, node=node)
    return result


def _with(under: MapNode | None, over: MapNode | None) -> MapNode | None:
    return merged_collection(under, over) if under and over else under or over


def _part(overrides: MapNode | None, key: str, problems: Problems) -> MapNode | None:
    node = overrides.get(key) if overrides else None
    if node is None or isinstance(node, MapNode):
        return node
    Reading(None, problems, ("overrides", key)).wrong_type(node, "a map")
    return None


def _check(
    overrides: MapNode | None,
    per_collection: MapNode | None,
    declarations: Mapping[str, Declaration],
    problems: Problems,
) -> None:
    """Note keys that override nothing, because a slip of the pen would go unseen."""
    for key, (at, _) in overrides.entries.items() if overrides else ():
        if key not in ("defaults", "collections"):
            fix = f"write collections: {{{key}: …}}" if key in declarations else "it has collections and defaults"
            problems.add(UnknownKeyError(f"overrides has no key {key}", where=str(at.source), fix=fix))
    for name, (at, node) in per_collection.entries.items() if per_collection else ():
        if name not in declarations:
            meant = nearest(name, declarations)
            problems.add(
                UnknownKeyError(
                    f"overrides has a collection {name} that isn't declared",
                    where=str(at.source),
                    why="an environment may change what is declared, not add to it",
                    fix=f"write {meant}" if meant else "declare it, or take it out",
                )
            )
        elif not isinstance(node, MapNode):
            Reading(None, problems, ("overrides", "collections", name)).wrong_type(node, "a map")
