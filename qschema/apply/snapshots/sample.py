"""The first points of a collection, by id and hash of the payload: what tells a collection from another one."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import orjson

from qschema.apply.copying.shard_keys import shard_keys
from qschema.client import QdrantClient, models
from qschema.client.errors import BadRequest

POINTS = 256
"""How many points are looked at."""

_DIGITS = 16


def sample_of(client: QdrantClient, collection: str) -> dict[str, str]:
    """Return the hashes of the first points, by id.

    Nothing where strict mode allows no such page, and where an id may stand under several shard keys, so that it tells
    no point from another.
    """
    if len(shard_keys(client, collection)) > 1:
        return {}
    try:
        points, _ = client.scroll(collection, limit=POINTS, with_payload=True, with_vectors=False)
    except BadRequest:
        return {}
    return _hashes(points)


def hashes_of(client: QdrantClient, collection: str, ids: Iterable[str]) -> dict[str, str]:
    """Return the hashes of some points, by id, as far as they are there."""
    wanted: list[models.ExtendedPointId] = [int(one) if one.isdecimal() else one for one in ids]
    return _hashes(client.retrieve(collection, wanted, with_payload=True, with_vectors=False))


def _hashes(points: Iterable[models.Record]) -> dict[str, str]:
    return {str(point.id): _hash(point.payload or {}) for point in points}


def _hash(payload: dict[str, object]) -> str:
    return sha256(orjson.dumps(payload, option=orjson.OPT_SORT_KEYS)).hexdigest()[:_DIGITS]
