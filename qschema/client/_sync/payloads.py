"""Calls that change the payloads of points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qschema.client import models
from qschema.client._sync.base import Calls
from qschema.client.arguments import Selector, chosen, refuse_unknown, selection, whole_seconds
from qschema.client.requests.payloads import ClearPayload, DeletePayload, OverwritePayload, SetPayload


class PayloadCalls(Calls):
    """Calls that change the payloads of points."""

    def set_payload(
        self,
        collection_name: str,
        payload: models.Payload,
        points: Selector,
        key: str | None = None,
        wait: bool = True,
        ordering: models.WriteOrdering | None = None,
        shard_key_selector: models.ShardKeySelector | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.UpdateResult:
        """Set values of payloads; keys that aren't given stay as they are.

        Args:
            collection_name: A collection or an alias.
            payload: Keys and their new values.
            points: Which points: ids, a `Filter`, a `PointIdsList` or a `FilterSelector`.
            key: The path of an object within the payload to set the values in; None means the payload itself.
            wait: Whether to wait until it is done.
            ordering: How writes are ordered among the nodes of a cluster.
            shard_key_selector: Where to look, with custom sharding; wins over that of the selector.
            timeout: Seconds that the server may wait. It then answers with the status `wait_timeout`, and goes on.
            **kwargs: Refused by name.
        """
        refuse_unknown("set_payload", kwargs)
        body = models.SetPayload(payload=payload, key=key, **chosen(points, shard_key_selector))
        return self.send(SetPayload(collection_name, body, wait, ordering, whole_seconds(timeout)))

    def overwrite_payload(
        self,
        collection_name: str,
        payload: models.Payload,
        points: Selector,
        wait: bool = True,
        ordering: models.WriteOrdering | None = None,
        shard_key_selector: models.ShardKeySelector | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.UpdateResult:
        """Replace whole payloads.

        Args:
            collection_name: A collection or an alias.
            payload: The new payload.
            points: Which points: ids, a `Filter`, a `PointIdsList` or a `FilterSelector`.
            wait: Whether to wait until it is done.
            ordering: How writes are ordered among the nodes of a cluster.
            shard_key_selector: Where to look, with custom sharding; wins over that of the selector.
            timeout: Seconds that the server may wait. It then answers with the status `wait_timeout`, and goes on.
            **kwargs: Refused by name.
        """
        refuse_unknown("overwrite_payload", kwargs)
        body = models.SetPayload(payload=payload, **chosen(points, shard_key_selector))
        return self.send(OverwritePayload(collection_name, body, wait, ordering, whole_seconds(timeout)))

    def delete_payload(
        self,
        collection_name: str,
        keys: Sequence[str],
        points: Selector,
        wait: bool = True,
        ordering: models.WriteOrdering | None = None,
        shard_key_selector: models.ShardKeySelector | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.UpdateResult:
        """Remove keys from payloads; it is no error where they aren't there.

        Args:
            collection_name: A collection or an alias.
            keys: Paths of what to remove, such as `author.born`.
            points: Which points: ids, a `Filter`, a `PointIdsList` or a `FilterSelector`.
            wait: Whether to wait until it is done.
            ordering: How writes are ordered among the nodes of a cluster.
            shard_key_selector: Where to look, with custom sharding; wins over that of the selector.
            timeout: Seconds that the server may wait. It then answers with the status `wait_timeout`, and goes on.
            **kwargs: Refused by name.
        """
        refuse_unknown("delete_payload", kwargs)
        body = models.DeletePayload(keys=list(keys), **chosen(points, shard_key_selector))
        return self.send(DeletePayload(collection_name, body, wait, ordering, whole_seconds(timeout)))

    def clear_payload(
        self,
        collection_name: str,
        points_selector: Selector,
        wait: bool = True,
        ordering: models.WriteOrdering | None = None,
        shard_key_selector: models.ShardKeySelector | None = None,
        timeout: float | None = None,
        **kwargs: Any,
    ) -> models.UpdateResult:
        """Remove whole payloads; the points and their vectors stay.

        Args:
            collection_name: A collection or an alias.
            points_selector: Which points: ids, a `Filter`, a `PointIdsList` or a `FilterSelector`.
            wait: Whether to wait until it is done.
            ordering: How writes are ordered among the nodes of a cluster.
            shard_key_selector: Where to look, with custom sharding; wins over that of the selector.
            timeout: Seconds that the server may wait. It then answers with the status `wait_timeout`, and goes on.
            **kwargs: Refused by name.
        """
        refuse_unknown("clear_payload", kwargs)
        body = selection(points_selector, shard_key_selector)
        return self.send(ClearPayload(collection_name, body, wait, ordering, whole_seconds(timeout)))
