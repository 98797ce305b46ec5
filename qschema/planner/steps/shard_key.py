"""The steps that create and drop a shard key; only a cluster has them."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from qschema.client import models, requests
from qschema.planner.steps.base import Step
from qschema.planner.steps.effects import Notice, Reversal, Undo
from qschema.schema.live import LiveInstance


class _ShardKeyStep(Step):
    """What the steps about one shard key share.

    Attributes:
        params: The shard key as the API's object.
    """

    params: dict[str, Any]

    @property
    def key(self) -> str | int:
        """The shard key itself."""
        key: str | int = self.params["shard_key"]
        return key

    def is_there(self, live: LiveInstance) -> bool:
        """Tell whether the collection has the shard key."""
        there = self.seen(live)
        keys = (there.spec.as_json().get("shard_keys") or ()) if there else ()
        return any(one["shard_key"] == self.key for one in keys)


class CreateShardKey(_ShardKeyStep):
    """Make the shards of a shard key."""

    kind: Literal["create_shard_key"] = "create_shard_key"
    default_sign: ClassVar[str] = "+"

    def words(self) -> str:
        """Say what the step does."""
        return f"create the shard key {self.key!r}"

    def requests(self) -> tuple[requests.Request[Any], ...]:
        """Return one call."""
        body = models.CreateShardingKey.model_validate(self.params)
        return (requests.CreateShardKey(collection_name=self.collection, body=body),)

    def holds(self, live: LiveInstance) -> bool:
        """Tell whether the shard key is there."""
        return self.is_there(live)

    def inverse(self) -> Step:
        """Return the step that drops the shard key again."""
        return DeleteShardKey(collection=self.collection, address=self.address, params=self.params)

    def reversal(self) -> Reversal:
        """Say that the shard key can go again, with what was written to it."""
        return Reversal(Undo.LOSSLESS, "drop the shard key again, with what was written to it since")


class DeleteShardKey(_ShardKeyStep):
    """Drop the shards of a shard key with their points."""

    kind: Literal["delete_shard_key"] = "delete_shard_key"
    default_sign: ClassVar[str] = "-"

    @property
    def destructive(self) -> bool:
        """Whether data is lost: the points under the key."""
        return True

    def words(self) -> str:
        """Say what the step does."""
        return f"drop the shard key {self.key!r} with its points"

    def requests(self) -> tuple[requests.Request[Any], ...]:
        """Return one call."""
        body = models.DropShardingKey(shard_key=self.key)
        return (requests.DeleteShardKey(collection_name=self.collection, body=body),)

    def holds(self, live: LiveInstance) -> bool:
        """Tell whether the shard key is gone."""
        return not self.is_there(live)

    def inverse(self) -> None:
        """Return nothing: points that are deleted do not come back by a step."""

    def notice(self) -> Notice:
        """Say what becomes of calls that name the shard key."""
        return Notice(*("a call that names this shard key gets an error",) * 2)

    def reversal(self) -> Reversal:
        """Say that only a snapshot brings the points back."""
        return self.by_snapshot()
