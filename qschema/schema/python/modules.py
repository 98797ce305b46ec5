"""Finding what a module declares: model classes, other objects with `__qschema__`, and plain specs by their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from inspect import getattr_static
from pathlib import Path
from types import ModuleType
from typing import Any

from qschema.client.models import CreateCollection
from qschema.schema.errors import MissingKeyError, ModuleFailedError, Problems, SchemaError
from qschema.schema.nodes import MapNode
from qschema.schema.python.described import Described
from qschema.schema.python.importing import failing, imported
from qschema.schema.python.lines import below, places_in
from qschema.schema.python.nodes import declaration_node
from qschema.schema.source import Source
from qschema.schema.spec import CollectionSpec

SPECS = "collections"
"""The name of a module's map of specs by collection; where there is one, other specs in the module are parts."""


def declared_in(
    name: str, directory: Path, where: Source, seen: set[int], problems: Problems
) -> Iterator[tuple[str, Source, MapNode]]:
    """Yield the name, the place and the nodes of each collection that a module declares; within `seen_from`.

    Args:
        name: The module's name.
        directory: The project's folder, from which modules are imported first.
        where: Where the project names the module.
        seen: The ids of what was found already; what one module takes over from another declares once.
        problems: Where mistakes go.
    """
    shown = partial(shown_from, directory=directory.resolve())
    try:
        module = imported(name, directory, where)
        found = list(_found(module, directory, problems))
    except SchemaError as error:
        problems.add(error)
        return
    if not found and not isinstance(getattr(module, SPECS, None), Mapping):
        problems.add(
            MissingKeyError(
                f"the module {name} declares nothing",
                where=str(shown(Source(module.__file__, 1, 1)) if module.__file__ else where),
                fix="write a subclass of qschema.orm.Collection into it, or import one",
            )
        )
    for one, described in found:
        if id(one) not in seen:
            seen.add(id(one))
            yield described.name, shown(described.source), declaration_node(described, shown, problems)


def shown_from(source: Source, directory: Path) -> Source:
    """Return a place with its file seen from the project's folder, if it lies in there."""
    file = Path(source.file)
    inside = file.is_absolute() and directory in file.resolve().parents
    return replace(source, file=file.resolve().relative_to(directory).as_posix()) if inside else source


def _found(module: ModuleType, directory: Path, problems: Problems) -> Iterator[tuple[Any, Described]]:
    """Yield the objects of a module that declare, with what they say."""
    places = places_in(module.__file__)
    named = getattr(module, SPECS, None)
    for name, value in named.items() if isinstance(named, Mapping) else ():
        if isinstance(value, CollectionSpec):
            yield value, _spec(str(name), value, f"{SPECS}/{name}", module, places)
    for name, value in list(vars(module).items()):
        if name.startswith("_"):
            continue
        if isinstance(value, CollectionSpec):
            if not isinstance(named, Mapping):
                yield value, _spec(name, value, name, module, places)
        elif _declares(value):
            described = asked(value, directory, problems)
            if described is not None:
                yield value, described


def _declares(value: Any) -> bool:
    """Tell whether an object can be asked what it declares; some have whatever they are asked for, and don't."""
    method = getattr_static(value, "__qschema__", None)
    return isinstance(method, (classmethod, staticmethod)) if isinstance(value, type) else method is not None


def _spec(name: str, spec: CollectionSpec, at: str, module: ModuleType, places: Mapping[str, Source]) -> Described:
    source = places.get(at) or Source(module.__file__ or module.__name__, 1, 1)
    return Described(name, said_by(spec), source, {path.lstrip("/"): place for path, place in below(places, at, "")})


def said_by(spec: CreateCollection) -> dict[str, Any]:
    """Return what a spec says, in the shape of a schema file."""
    return {key: value for key, value in spec if key in spec.model_fields_set and value is not None}


def asked(value: Any, directory: Path, problems: Problems) -> Described | None:
    """Return what an object says; a mistake that it finds itself is noted, any other error is one of the module."""
    try:
        described: Described | None = value.__qschema__()
    except SchemaError as error:
        inside = [_told(one, directory) for one in getattr(error, "errors", (error,))]
        for one in inside:
            problems.add(one)
        return None
    except Exception as error:
        name = getattr(value, "__qualname__", type(value).__name__)
        raise ModuleFailedError(
            f"{name} can't say what it declares",
            where=str(failing(error, directory) or name),
            why=f"{type(error).__name__}: {error}",
        ) from error
    return described


def _told(error: SchemaError, directory: Path) -> SchemaError:
    """Return an error with its place seen from the project's folder."""
    file, *place = error.where.rsplit(":", 2)
    if len(place) == 2 and all(number.isdigit() for number in place):
        error.where = str(shown_from(Source(file, int(place[0]), int(place[1])), directory.resolve()))
    return error
