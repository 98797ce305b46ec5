"""Reading under a collection's strict mode: how large a page may be, and how many points there are all the same."""

from __future__ import annotations

from typing import Any

from qschema.client import QdrantClient, models
from qschema.client.errors import BadRequest

_PAGE = 10_000


def page_limit(config: models.CollectionConfig) -> int | None:
    """Return how many points may be read at a time from a collection whose strict mode is in force; None for any."""
    strict = config.strict_mode_config
    return strict.max_query_limit if strict and strict.enabled else None


def count_points(
    client: QdrantClient,
    collection: str,
    where: models.Filter | None = None,
    *,
    shard_key: models.ShardKey | None = None,
) -> int:
    """Count points exactly; where strict mode allows no exact count, their ids are read, a page at a time.

    Qdrant 1.16.3 and 1.19.0 refuse one with 400 then.

    Args:
        client: The instance.
        collection: The collection.
        where: Which points; None for all.
        shard_key: The only shard key under which they are counted; None for all.

    Raises:
        QdrantError: They can't be counted.
    """
    try:
        return client.count(collection, where, exact=True, shard_key_selector=shard_key).count
    except BadRequest:
        config = client.get_collection(collection).config
        strict = config.strict_mode_config
        if not strict or not strict.enabled or strict.search_allow_exact is not False:
            raise
    size = min(_PAGE, page_limit(config) or _PAGE)
    said: dict[str, Any] = {"page_size": size, "with_payload": False, "shard_key_selector": shard_key}
    return sum(1 for _ in client.scroll_iter(collection, where, **said))
