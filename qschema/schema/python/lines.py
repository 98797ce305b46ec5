"""Where the parts of a Python module stand: classes, their attributes, and what is written into those."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from qschema.schema.source import Source


def places_in(file: str | None) -> Mapping[str, Source]:
    """Return the place of each part of a module's source.

    Args:
        file: The module's file; None for a module that has none.

    Returns:
        `Article`, `Article.Meta.hnsw_config`, `Article.Meta.hnsw_config/m` → where it stands. Below an attribute follow
        the keys of maps, the names of arguments, and the numbers of a list's items. Nothing where there is no source.
    """
    path = Path(file) if file else None
    if path is None or path.suffix != ".py" or not path.exists():
        return {}
    return _places(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _places(path: Path, _changed: int) -> dict[str, Source]:
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError, OSError):  # it was imported, so it has changed since
        return {}
    return {at: Source(str(path), node.lineno, node.col_offset + 1) for at, node in _statements(tree, "")}


def _statements(parent: ast.Module | ast.ClassDef, above: str) -> Iterator[tuple[str, ast.expr | ast.stmt]]:
    for statement in parent.body:
        if isinstance(statement, ast.ClassDef):
            yield above + statement.name, statement
            yield from _statements(statement, f"{above}{statement.name}.")
        elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    yield above + target.id, statement
                    if statement.value is not None:
                        yield from _inside(statement.value, above + target.id)


def _inside(value: ast.expr, above: str) -> Iterator[tuple[str, ast.expr]]:
    """Yield what a value is made of: the items of maps and lists, and the arguments with names of calls."""
    parts: list[tuple[str, ast.expr, ast.expr]] = []
    if isinstance(value, ast.Dict):
        keys = zip(value.keys, value.values, strict=True)
        parts = [(str(key.value), key, inner) for key, inner in keys if isinstance(key, ast.Constant)]
    elif isinstance(value, ast.Call):
        parts = [(one.arg, one.value, one.value) for one in value.keywords if one.arg]
    elif isinstance(value, (ast.List, ast.Tuple)):
        parts = [(str(number), item, item) for number, item in enumerate(value.elts)]
    for name, at, inner in parts:
        yield f"{above}/{name}", at
        yield from _inside(inner, f"{above}/{name}")


def below(places: Mapping[str, Source], attribute: str, path: str) -> Iterator[tuple[str, Source]]:
    """Yield the places of an attribute and of what is written into it, under the path that it has in a declaration."""
    for at, source in places.items():
        if at == attribute or at.startswith(f"{attribute}/"):
            yield path + at.removeprefix(attribute), source
