"""A collection with custom sharding that is reindexed, in a process of its own as well: URL CALLS.

The process dies a moment after so many calls.
"""

from __future__ import annotations

import sys
from typing import Any

from qschema.apply.reindex import filling
from qschema.client import QdrantClient
from tests.apply.bench import Bench, Declaration
from tests.apply.live_writes.world import point
from tests.apply.reindex.child import SHORTER, Calls

NAME, NEXT, ALIAS = "articles", "articles__g2", "articles-now"
KEYS: tuple[int | str, ...] = ("north", 7)
IDS = range(1, 50)


def declared(distance: str) -> Declaration:
    """Return the declaration: two shard keys that are filled, and one of two shards that isn't yet."""
    keys = [*({"shard_key": key} for key in KEYS), {"shard_key": "wide", "shards_number": 2}]
    spec = {
        "vectors": {"text": {"size": 2, "distance": distance}},
        "sharding_method": "custom",
        "shard_keys": keys,
        "aliases": [ALIAS],
        "lifecycle": {"replace": "blue_green", "verify": {"points": "all"}},
    }
    return {NAME: spec}


def begin(bench: Bench) -> None:
    """Apply the first generation, and put the same ids under both keys, and a point under a key made by hand."""
    bench.apply(declared("Cosine"))
    for key in KEYS:
        bench.client.upsert(ALIAS, [point(one, f"{key!r}") for one in IDS], shard_key_selector=key)
    bench.client.create_shard_key(NAME, "by hand")
    bench.client.upsert(ALIAS, [point(1, "by hand")], shard_key_selector="by hand")


def texts(client: QdrantClient, name: str) -> dict[Any, dict[Any, Any]]:
    """Return the texts of all points by shard key and id."""
    found = {}
    for one in client.list_shard_keys(name).shard_keys or []:
        points, _ = client.scroll(name, limit=10_000, shard_key_selector=one.key)
        found[one.key] = {point.id: (point.payload or {})["text"] for point in points}
    return found


def main(url: str, calls: str) -> None:
    for name, value in SHORTER.items():
        setattr(filling, name, value)
    with QdrantClient(url) as client:
        client.interceptors.append(Calls(int(calls)))
        Bench.over(client, url).apply(declared("Dot"))


if __name__ == "__main__":
    main(*sys.argv[1:])
