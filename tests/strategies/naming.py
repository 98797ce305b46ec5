"""Names that are collections here and aliases there."""

from __future__ import annotations

from hypothesis import strategies as st

from qschema.schema.spec import CollectionSpec

Naming = tuple[dict[str, int], dict[str, str]]
"""Collections with their shard numbers, and aliases with their collections."""

NAMES = ["a", "b", "c", "d"]


@st.composite
def namings(draw: st.DrawFn) -> Naming:
    """Some of the names are collections (of one of two shard numbers), some aliases of these."""
    collections = {name: draw(st.sampled_from([1, 2])) for name in draw(st.lists(st.sampled_from(NAMES), unique=True))}
    free = [name for name in NAMES if name not in collections] if collections else []
    aliases = {alias: draw(st.sampled_from(sorted(collections))) for alias in free if draw(st.booleans())}
    return collections, aliases


def specs(naming: Naming) -> dict[str, CollectionSpec]:
    """The declarations that say so."""
    collections, aliases = naming
    return {
        name: CollectionSpec(
            vectors={}, shard_number=shards, aliases=sorted(alias for alias in aliases if aliases[alias] == name)
        )
        for name, shards in collections.items()
    }
