"""The parts of two generations: with custom sharding an id may stand under several shard keys, so each is by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from qschema.apply.copying.shard_keys import create_shard_keys, shard_keys
from qschema.client import QdrantClient, models

T = TypeVar("T")


class Parts(Generic[T]):
    """What two generations have under each shard key, or all that they have without custom sharding.

    Args:
        client: The instance.
        blue: The old generation.
        green: The new one.
        whole: All that they have.
        part: Returns what they have under a shard key.
    """

    def __init__(
        self, client: QdrantClient, blue: str, green: str, *, whole: T, part: Callable[[models.ShardKey], T]
    ) -> None:
        self._client = client
        self._blue, self._green = (client, blue), (client, green)
        self._whole = whole
        self._part = part
        self._known: dict[models.ShardKey, T] = {}
        self._is_custom: bool | None = None

    @property
    def is_custom(self) -> bool:
        """Whether points are told apart by shard keys as well."""
        if self._is_custom is None:  # not a cached property, which has threads wait for each other before Python 3.12
            params = self._client.get_collection(self._blue[1]).config.params
            self._is_custom = params.sharding_method is models.ShardingMethod.CUSTOM
        return self._is_custom

    def all(self) -> list[T]:
        """Return what is compared by itself: the points under each shard key that both have; all, without such keys."""
        if not self.is_custom:
            return [self._whole]
        there = shard_keys(*self._green)
        return [self._of(key) for key in shard_keys(*self._blue) if key is not None and key in there]

    def named(self, selector: Any) -> list[T]:
        """Return what a write is about that names these shard keys; a key that one side lacks is made there.

        With a fallback, both count: which one it is may change at any moment, and to look at too many points does no
        harm. Without a key there is none, since a server refuses such a write where sharding is custom (1.19.0).
        """
        if not self.is_custom:
            return [self._whole]
        keys = _keys(selector)
        if unknown := {key for key in keys if key not in self._known}:
            blue, green = (unknown.intersection(shard_keys(*side)) for side in (self._blue, self._green))
            create_shard_keys(self._blue, self._green, blue - green)
            create_shard_keys(self._green, self._blue, green - blue)
            for key in blue | green:
                self._of(key)
        return [self._known[key] for key in keys if key in self._known]

    def align(self) -> None:
        """Have green follow blue in its shard keys, until it serves: it gets new ones, and no points under others."""
        if not self.is_custom:
            return
        there = shard_keys(*self._green)  # before those of blue: writers bring keys from there to here
        wanted = shard_keys(*self._blue)
        create_shard_keys(self._blue, self._green, set(wanted) - set(there))
        client, green = self._green
        for key in set(there) - set(wanted):
            client.delete(green, models.FilterSelector(filter=models.Filter()), shard_key_selector=key)

    def _of(self, key: models.ShardKey) -> T:
        return self._known.setdefault(key, self._part(key))


def _keys(selector: Any) -> list[models.ShardKey]:
    """Return the shard keys that a write names."""
    match selector:
        case None:
            return []
        case models.ShardKeyWithFallback(target=target, fallback=fallback):
            return [target, fallback]
    return [*selector] if isinstance(selector, list) else [selector]
