"""Where data lies: the old flags (`on_disk`, `on_disk_payload`) and the newer `memory` say the same thing in two ways.

Comparing them key by key would show a difference where there is none, and setting one against the other makes the
optimiser rebuild for ever (measured on Qdrant 1.19.0: `on_disk: true` with `memory: cached` on a dense vector).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from qschema.planner.paths import Path, get


class Component(NamedTuple):
    """Something that is placed: the paths of its two keys, below `at`, and the tiers that the flag stands for."""

    flag: Path
    memory: Path
    off: str  # the tier that the flag's `false` means
    default: str  # the tier without either key


_DENSE = Component(("on_disk",), ("memory",), "cached", "cached")
_SPARSE_INDEX = Component(("on_disk",), ("memory",), "pinned", "pinned")
_PAYLOAD = Component(("on_disk_payload",), ("payload", "memory"), "cached", "cold")

_COMPONENTS: dict[Path, Component] = {
    (): _PAYLOAD,
    ("hnsw_config",): _DENSE,
    ("vectors", "*"): _DENSE,
    ("vectors", "*", "hnsw_config"): _DENSE,
    ("sparse_vectors", "*", "index"): _SPARSE_INDEX,
}
"""Precedence and defaults as in lib/segment/src/types.rs of Qdrant 1.19.0: `memory` wins over the flag."""


def component(at: Path) -> Component | None:
    """Return the component whose keys stand in the map at a path (names of vectors as `*`)."""
    return _COMPONENTS.get(at)


def tier(kind: Component, settings: Mapping[str, Any]) -> str | None:
    """Return the tier that settings ask for, or None if they say nothing about it."""
    memory = get(settings, kind.memory)
    if memory is not None:
        return str(memory)
    flag = get(settings, kind.flag)
    return None if flag is None else "cold" if flag else kind.off


def loops(at: Path, settings: Mapping[str, Any]) -> bool:
    """Tell whether both keys of a dense vector make the optimiser rebuild for ever: `on_disk` and `memory: cached`.

    Neither the other way round, nor those of graphs, sparse indexes and payload do (each measured on Qdrant 1.19.0).
    """
    return at == ("vectors", "*") and settings.get("on_disk") is True and settings.get("memory") == "cached"


def placed_before(path: Path, before: Mapping[str, Any]) -> Any:
    """Return the value of one of the two keys that puts something back where it was; None for other settings.

    Args:
        path: The path of the key in a declaration.
        before: A declaration of how it was.
    """
    for depth in (1, 2):
        at = path[:-depth]
        kind = _COMPONENTS.get((at[0], "*", *at[2:]) if len(at) > 1 else at)
        if kind and path[-depth:] in (kind.flag, kind.memory):
            tier_before = tier(kind, (get(before, at) if at else before) or {}) or kind.default
            return tier_before == "cold" if path[-depth:] == kind.flag else tier_before
    return None


def consistent(kind: Component, wanted: Mapping[str, Any], live: Mapping[str, Any]) -> dict[Path, Any]:
    """Return the values of both keys that put a component where it is wanted, whatever `live` says of the other key."""
    target = tier(kind, wanted)
    if target is None:
        return {}
    return {
        path: value
        for path, value in ((kind.flag, target == "cold"), (kind.memory, target))
        if get(wanted, path) is not None or get(live, path) is not None
    }
