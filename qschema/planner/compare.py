"""Comparing declared settings with what an instance shows: nothing declared means nothing compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from qschema.planner.change_table import Takes
from qschema.planner.paths import Path, get, leaves, overlay, same
from qschema.planner.placement import Component, component, consistent, loops, tier
from qschema.planner.table import implied, row_for, starred
from qschema.schema.spec import NEVER_COMPARED

MEMBERS = ("payload_indexes", "aliases", "metadata", "shard_keys")
"""Parts of a declaration whose entries come and go one by one; they are compared elsewhere."""


class Difference(NamedTuple):
    """A setting that is not as declared, with every value to set for it."""

    path: Path
    before: Any
    after: Any
    values: dict[Path, Any]


def differences(declared: Mapping[str, Any], live: Mapping[str, Any], at: Path = ()) -> Iterator[Difference]:
    """Yield the settings of a declaration that an instance does not have as declared.

    Args:
        declared: What is wanted, in the declaration's shape, vectors by name (an unnamed one under `""`).
        live: What there is, in the same shape.
        at: The path of the two maps.
    """
    placed = component(starred(at))
    if placed:
        yield from _placement(placed, declared, live, at)
    for key, wanted in declared.items():
        if wanted is None or (not at and (key in MEMBERS or key in NEVER_COMPARED)):
            continue
        path = (*at, key)
        if _is_placement(path) or (key == "embed" and len(at) == 2 and at[0] in ("vectors", "sparse_vectors")):
            continue
        found = live.get(key)
        if not isinstance(wanted, Mapping):
            if not same(wanted, found if found is not None else implied(path)):
                yield Difference(path, found, wanted, {path: wanted})
        elif (row := row_for(path)) and row.takes is Takes.WHOLE:
            if not covers(wanted, found):
                whole = whole_value(found, wanted)
                yield Difference(path, found, whole, {path: whole})
        else:
            yield from differences(wanted, found if isinstance(found, Mapping) else {}, path)


def _is_placement(path: Path) -> bool:
    """Tell whether a path is one of the two keys of something that is placed."""
    for depth in (1, 2):
        placed = component(starred(path[:-depth])) if depth <= len(path) else None
        if placed and path[-depth:] in (placed.flag, placed.memory):
            return True
    return False


def _placement(
    placed: Component, declared: Mapping[str, Any], live: Mapping[str, Any], at: Path
) -> Iterator[Difference]:
    wanted = tier(placed, declared)
    if wanted is None or (wanted == (tier(placed, live) or placed.default) and not loops(starred(at), live)):
        return
    values = {(*at, *path): value for path, value in consistent(placed, declared, live).items()}
    shown = placed.flag if get(declared, placed.memory) is None else placed.memory
    yield Difference((*at, *shown), get(live, shown), get(declared, shown), values)


def settings_of(declared: Mapping[str, Any]) -> Iterator[Path]:
    """Yield the path of each setting that a declaration gives a value; an object that is replaced whole is one."""
    compared = {key: value for key, value in declared.items() if key not in MEMBERS and key not in NEVER_COMPARED}
    for path, value in leaves(compared):
        if value is None or not path or "embed" in path[2:3]:
            continue
        row = row_for(path)
        if row is not None and row.takes is Takes.WHOLE:
            yield path[: len(row.path)]
        elif row is not None:
            yield path


def covers(wanted: Any, found: Any) -> bool:
    """Tell whether everything that is wanted is found; what else is found doesn't matter."""
    if isinstance(wanted, Mapping):
        return isinstance(found, Mapping) and all(
            covers(value, found.get(key, _unsaid(key, found))) for key, value in wanted.items()
        )
    return same(wanted, found)


_UNSAID = {"encoding": "one_bit", "query_encoding": "default"}
"""What options of quantization mean that are left out (lib/segment/src/types.rs of Qdrant 1.19.0)."""


def _unsaid(option: str, found: Mapping[str, Any]) -> Any:
    """Return what an option of quantization means that an instance does not show."""
    if option == "always_ram":
        return False if "memory" not in found else None  # `memory` wins over the flag
    return _UNSAID.get(option)


ALTERNATIVES = frozenset(("scalar", "product", "binary", "turbo"))
"""The kinds of quantization, of which an object holds one; other whole objects hold any number of names."""


def whole_value(found: Any, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the object to send where a PATCH replaces it whole: what is not declared keeps its value."""
    if not isinstance(found, Mapping) or (wanted.keys() != found.keys() and wanted.keys() <= ALTERNATIVES):
        return dict(wanted)
    merged: dict[str, Any] = overlay(found, wanted)
    for name, inner in wanted.items():
        if isinstance(inner, Mapping):
            merged[name] = drop_contradiction(merged[name], inner)
    return merged


def drop_contradiction(merged: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return merged options without the older placement flag that the wanted ones speak against, or the other way."""
    flags, said = {"always_ram", "on_disk"}, wanted.keys()
    gone = flags - said if "memory" in said else {"memory"} if flags & said else set()
    return {key: value for key, value in merged.items() if key not in gone}
