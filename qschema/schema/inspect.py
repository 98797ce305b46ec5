"""Reading an instance into the types of a declaration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from qschema.client import QdrantClient
from qschema.client.errors import Forbidden, NotFound
from qschema.client.models import CollectionInfo
from qschema.schema.concurrently import mapped
from qschema.schema.errors import NotVisibleError
from qschema.schema.live import RESERVED_PREFIX, LiveCollection, LiveInstance
from qschema.schema.peers import peers_of
from qschema.schema.shard_keys import shard_keys_of
from qschema.schema.shown import mark_in, spec_of


def inspect(client: QdrantClient, names: Iterable[str] = ()) -> LiveInstance:
    """Read every collection and alias of an instance.

    It takes four calls (in a cluster five), one for each collection (two where sharding is custom), and one for each of
    the names that the lists don't show. A server is asked for several collections at a time.

    Args:
        client: The instance.
        names: Names of collections and aliases that are declared. A key that sees only a part of an instance gets
            shorter lists without a word (Qdrant 1.19.0), so those that aren't listed are asked for one by one.

    Raises:
        NotVisibleError: The key may not see one of the names.
        QdrantError: The instance can't be read.
    """
    aliases, listed = _aliases(client), _listed(client)
    instance = _instance(client, aliases, dict.fromkeys((*listed, *names)))
    shadowed = tuple(name for name in listed if name in instance.aliases)
    return replace(instance, peers=peers_of(client), shadowed=shadowed)


def inspect_only(client: QdrantClient, names: Iterable[str]) -> LiveInstance:
    """Read some of an instance's collections, and all its aliases.

    Args:
        client: The instance.
        names: The collections, by their physical names.

    Raises:
        NotVisibleError: The key may not see one of them.
        QdrantError: The instance can't be read.
    """
    return _instance(client, _aliases(client), dict.fromkeys(names))


def _instance(client: QdrantClient, found: Mapping[str, str], names: Iterable[str]) -> LiveInstance:
    """Read the collections of some names; one that is an alias is none, even if a collection hides behind it."""
    version = client.info().version
    reserved = {alias: target for alias, target in found.items() if alias.startswith(RESERVED_PREFIX)}
    aliases = {alias: target for alias, target in found.items() if alias not in reserved}
    there = [name for name in names if name not in aliases]
    collections = {one.name: one for one in mapped(client, partial(_collection, client, aliases), there) if one}
    return LiveInstance(version, dict(sorted(collections.items())), dict(sorted(aliases.items())), reserved=reserved)


def _collection(client: QdrantClient, aliases: Mapping[str, str], name: str) -> LiveCollection | None:
    info = _read(client, name)
    return None if info is None else _live(client, name, info, aliases)


def _listed(client: QdrantClient) -> list[str]:
    names = [one.name for one in client.get_collections().collections]
    return [name for name in names if not name.startswith(RESERVED_PREFIX)]


def _aliases(client: QdrantClient) -> dict[str, str]:
    return {one.alias_name: one.collection_name for one in client.get_aliases().aliases}


def _read(client: QdrantClient, name: str) -> CollectionInfo | None:
    """Return what the instance says of a collection; None if there is none, or if it is gone by now."""
    try:
        return client.get_collection(name)
    except NotFound:
        return None
    except Forbidden as error:
        raise NotVisibleError(
            f"{name} is not visible to this key",
            where=error.where,
            why=f"Qdrant said: {error.what}. It may be there or not, so nothing can be planned for it",
            fix="use a key that may read it, or take it out of the declaration",
        ) from error


def _live(client: QdrantClient, name: str, info: CollectionInfo, aliases: Mapping[str, str]) -> LiveCollection:
    mark = mark_in(info.config.metadata)
    identity = mark.collection if mark else name
    members = sorted(alias for alias, target in aliases.items() if target == name and alias != identity)
    return LiveCollection(
        name=name,
        spec=spec_of(info, members, shard_keys_of(client, name, info)),
        mark=mark,
        points=info.points_count,
        status=str(info.status.value),
        indexed=info.indexed_vectors_count,
    )
