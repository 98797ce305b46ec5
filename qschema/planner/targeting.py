"""Plans that are limited to some addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from qschema.planner.paths import get, put, without
from qschema.planner.plan import covered
from qschema.planner.steps import AnyStep

_OF_THE_WHOLE = ("adopt_collection", "rename_collection")
"""Steps without which nothing of a collection may be changed, or is found by its name."""


def targeted(steps: Iterable[AnyStep], only: tuple[str, ...]) -> list[AnyStep]:
    """Return the steps that some addresses cover; an empty tuple covers everything."""
    names = {address.split("/")[0] for address in only}
    return [
        step
        for step in steps
        if not only or covered(step.address, only) or (step.kind in _OF_THE_WHOLE and step.address in names)
    ]


def targeted_record(
    name: str, spec: Mapping[str, Any] | None, last: Mapping[str, Any] | None, only: tuple[str, ...]
) -> Mapping[str, Any] | None:
    """Return what is applied of a collection once a limited plan is carried out: what was, and the targets anew.

    Args:
        name: The declared name.
        spec: Its declaration; None where it is gone.
        last: What was applied last.
        only: The addresses.
    """
    if not only or name in only:
        return spec
    record: dict[str, Any] = dict(last or {})
    for address in only:
        head, *path = address.split("/")
        if head != name:
            continue
        at = tuple(path)
        if at[0] == "aliases" and len(at) > 1:
            kept = [alias for alias in record.get("aliases") or () if alias != at[1]]
            named = [at[1]] if spec and at[1] in (spec.get("aliases") or ()) else []
            record["aliases"] = [*kept, *named]
            continue
        value = get(spec, at) if spec else None
        record = without(record, [at])
        if value is not None:
            _put(record, at, value)
    return record


def _put(record: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Set a value in a tree whose maps may belong to somebody else."""
    for depth in range(1, len(path)):
        inner = get(record, path[:depth])
        put(record, path[:depth], dict(inner) if isinstance(inner, Mapping) else {})
    put(record, path, value)
