"""Finds fields of answers that servers of some supported versions leave out, although the newest API requires them."""

from __future__ import annotations

import re
from typing import Any

OLDEST = (1, 16)
NEWEST = (1, 20)

Version = tuple[int, int]


def sometimes_missing(
    facts: dict[str, dict[str, Any]], schemas: dict[str, Any], first_versions: dict[str, str]
) -> set[tuple[str, str]]:
    """Return type and field of what came later than the type itself, and later than the oldest server supported.

    Args:
        facts: The wire types of 1.20.
        schemas: The types of a server 1.19.0; what isn't there came with 1.20.
        first_versions: `Type.field` → the first version that has it.
    """
    found = set()
    for owner, fact in facts.items():
        if fact.get("extra") == "forbid" or "properties" not in schemas.get(owner, {}):
            continue
        ages = {
            name: _age(owner, field.get("alias", name), schemas, first_versions)
            for name, field in fact["fields"].items()
        }
        oldest = max(min(ages.values()), OLDEST)
        found |= {
            (owner, name) for name, field in fact["fields"].items() if field.get("required") and ages[name] > oldest
        }
    return found


def _age(owner: str, name: str, schemas: dict[str, Any], first_versions: dict[str, str]) -> Version:
    known = first_versions.get(f"{owner}.{name}")
    if known is None:
        return OLDEST if name in schemas[owner]["properties"] else NEWEST
    numbers = re.match(r"(?:<=)?(\d+)\.(\d+)", known)
    if numbers is None:
        raise ValueError(f"no version: {known!r}")
    return int(numbers[1]), int(numbers[2])
