"""The warnings of a plan, one file each; `docs/warnings.md` describes their ids."""

from __future__ import annotations

from qschema.planner.warnings import (
    cannot_unset,
    contradicting_placement,
    destructive,
    dropped_in_place,
    gap,
    index_after_graph,
    large_rebuild,
    left_as_is,
    name_in_url,
    no_copy,
    older_peer,
    shadowing_alias,
    single_replica,
)
from qschema.planner.warnings.warning import Facts, PlanWarning

__all__ = ["IDS", "Facts", "PlanWarning", "warnings_of"]

_ALL = (
    destructive,
    dropped_in_place,
    no_copy,
    gap,
    large_rebuild,
    index_after_graph,
    contradicting_placement,
    cannot_unset,
    left_as_is,
    single_replica,
    shadowing_alias,
    name_in_url,
    older_peer,
)

IDS = (*(one.ID for one in _ALL), single_replica.NOT_MOVED, older_peer.UNKNOWN)
"""The ids of all warnings."""


def warnings_of(facts: Facts, only: tuple[str, ...] = ()) -> tuple[PlanWarning, ...]:
    """Return all warnings, in the order of their kinds, of a limited plan those about its targets."""
    found = (warning for one in _ALL for warning in one.find(facts))
    return tuple(one for one in found if not only or any(_related(one.address, target) for target in only))


def _related(address: str, target: str) -> bool:
    """Tell whether one address lies below the other, or is the same."""
    one, other = f"{address}/", f"{target}/"
    return one.startswith(other) or other.startswith(one)
