"""What a write freeze by strict mode takes, and what of it can't be put back.

No setting of a server closes a collection to all writes, and no limit can be unset. Measured on Qdrant 1.16.3 and
1.19.0: `upsert_max_batchsize: 0` refuses upserts and new vectors (400), `write_rate_limit: 1` refuses every write (429)
after a first one, also by filter, in batches and about indexes, whichever shard it goes to. Each change of the limits
lets one write through again, and so does each full minute. `enabled: false` opens the collection at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LEVERS = {"upsert_max_batchsize": 0, "write_rate_limit": 1}
"""The limits that close a collection."""

WIDE = 2**32 - 1
"""What stands for "no limit", as a limit can't be unset: the largest number that all ways to a server carry."""

BETTER = "taking write access from the keys of its writers for that time"
"""What closes a collection, too, and leaves nothing behind."""


def unfit(before: Mapping[str, Any], *, peers: int, is_custom: bool) -> str:
    """Say why strict mode can't close a collection; empty if it can.

    Args:
        before: The collection's strict mode as it is.
        peers: How many peers the instance has.
        is_custom: Whether its points are told apart by shard keys as well.
    """
    if is_custom:
        return "each write has to name a shard key, so none waits for all that came before"
    if not before.get("enabled") and (limits := sorted(before.keys() - {"enabled"} - LEVERS.keys())):
        return f"it is switched off, and switched on, it would put other limits into force: {', '.join(limits)}"
    return "each node of a cluster counts writes for itself" if peers > 1 else ""


def residue(before: Mapping[str, Any]) -> dict[str, int]:
    """Return the limits that a freeze leaves in a strict mode for good."""
    return {name: WIDE for name in LEVERS if before.get(name) is None}


def residue_words(collection: str, left: Mapping[str, int]) -> str:
    """Say what a freeze leaves behind for good; empty if nothing."""
    if not left:
        return ""
    limits = ", ".join(f"{name} {limit}" for name, limit in left.items())
    return (
        f"{collection} keeps limits in its strict mode for good, since none can be unset: {limits}, wide enough for "
        f"every write; {BETTER} leaves nothing behind"
    )
