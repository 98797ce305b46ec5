"""Reading and writing JSON trees by path; a path is a tuple of keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Path = tuple[str, ...]


def get(tree: Mapping[str, Any], path: Path) -> Any:
    """Return the value at a path; None where there is none."""
    node: Any = tree
    for key in path:
        if not isinstance(node, Mapping) or key not in node:
            return None
        node = node[key]
    return node


def put(tree: dict[str, Any], path: Path, value: Any) -> None:
    """Set the value at a path, making the maps on the way."""
    for key in path[:-1]:
        tree = tree.setdefault(key, {})
    tree[path[-1]] = value


def leaves(tree: Any, at: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield each value that is not a map (or is an empty one) with its path."""
    if isinstance(tree, Mapping) and tree:
        for key, value in tree.items():
            yield from leaves(value, (*at, key))
    else:
        yield at, tree


def overlay(under: Any, over: Any) -> Any:
    """Merge two trees deeply: what stands in `over` wins, the rest of `under` stays."""
    if isinstance(under, Mapping) and isinstance(over, Mapping):
        merged = dict(under)
        for key, value in over.items():
            merged[key] = overlay(under[key], value) if key in under else value
        return merged
    return over


def lies_below(path: Path, above: Iterable[Path]) -> bool:
    """Tell whether one of some paths is this one, or lies above it."""
    return any(path[: len(one)] == one for one in above)


def without(tree: Mapping[str, Any], paths: Iterable[Path], at: Path = ()) -> dict[str, Any]:
    """Return a tree without what stands at some paths, or below; entries of lists go by their own names."""
    paths = tuple(paths)
    if not paths:
        return dict(tree)
    kept: dict[str, Any] = {}
    for key, value in tree.items():
        path = (*at, key)
        if lies_below(path, paths):
            continue
        if isinstance(value, Mapping):
            value = without(value, paths, path)
        elif isinstance(value, list) and any(one[:-1] == path for one in paths):
            value = [one for one in value if (*path, str(one)) not in paths]
        kept[key] = value
    return kept


SINGLE_PRECISION = 1e-6
"""How far, relatively, two fractions may be apart that a server has stored in 32 bits."""


def same(a: Any, b: Any, *, within: float = SINGLE_PRECISION) -> bool:
    """Compare two JSON values; fractions agree within a relative distance, whole numbers only with themselves."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        if isinstance(a, int) and isinstance(b, int):
            return a == b
        return a == b or abs(a - b) <= within * max(abs(a), abs(b))
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return a.keys() == b.keys() and all(same(a[key], b[key], within=within) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(same(one, other, within=within) for one, other in zip(a, b, strict=True))
    return bool(a == b)
