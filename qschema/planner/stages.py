"""The aliases that say which share of the readers reads from a new generation before everybody is switched to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from qschema.schema.live import RESERVED_PREFIX

_PREFIX = f"{RESERVED_PREFIX}.stage."


class Stage(NamedTuple):
    """A share of the readers, chosen by their keys.

    Attributes:
        name: The declared name of the collection.
        share: How many of a hundred.
        collection: The physical name of the generation that they read from.
    """

    name: str
    share: int
    collection: str

    @property
    def alias(self) -> str:
        """The alias that says so. A collection's name may have dots, so the number stands last."""
        return f"{_PREFIX}{self.name}.{self.share}"


def stage_in(alias: str, collection: str) -> Stage | None:
    """Return what an alias says; None if it is none of these.

    Args:
        alias: The alias.
        collection: Where it leads.
    """
    name, _, share = alias.removeprefix(_PREFIX).rpartition(".")
    if not alias.startswith(_PREFIX) or not name or not (share.isascii() and share.isdigit()):
        return None
    found = Stage(name, int(share), collection)
    return found if found.alias == alias and 0 < found.share <= 100 else None


def stages_in(aliases: Mapping[str, str], names: Iterable[str]) -> list[Stage]:
    """Return what aliases say of some collections, the highest share first: while two are there, that one counts.

    Args:
        aliases: Alias → physical name.
        names: The declared names of the collections.
    """
    names = frozenset(names)
    found = (stage_in(alias, collection) for alias, collection in aliases.items())
    return sorted((one for one in found if one and one.name in names), key=lambda one: one.share, reverse=True)
