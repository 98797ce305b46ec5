"""The shard keys of a collection: members like its vectors, where there is a cluster to have them."""

from __future__ import annotations

from qschema.planner.change import ChangeClass
from qschema.planner.situation import Situation, Work
from qschema.planner.steps import CreateShardKey, DeleteShardKey

_NO_CLUSTER = "only a cluster has shard keys, and this instance stands alone"


def shard_keys(situation: Situation, work: Work) -> None:
    """Note the shard keys that are to come and to go."""
    for key in situation.removed("shard_keys"):
        params = _named(situation.shown, key)
        address = situation.address("shard_keys", key)
        change = situation.change(("shard_keys", key), ChangeClass.DESTROY, params)
        work.add(DeleteShardKey(collection=situation.physical, address=address, params=params), because=[change])
    work.unmanaged += [situation.address("shard_keys", key) for key in situation.unmanaged("shard_keys")]
    there = {str(one["shard_key"]) for one in situation.shown.get("shard_keys") or ()}
    for params in situation.wanted.get("shard_keys") or ():
        key = str(params["shard_key"])
        if key not in there:
            create_shard_key(situation, work, params)


def create_shard_key(situation: Situation, work: Work, params: dict[str, object]) -> None:
    """Note the step that creates a shard key."""
    key = str(params["shard_key"])
    kind = ChangeClass.CREATE if situation.instance.peers else ChangeClass.IMPOSSIBLE
    reason = "" if situation.instance.peers else _NO_CLUSTER
    change = situation.change(("shard_keys", key), kind, None, params, reason=reason)
    address = situation.address("shard_keys", key)
    work.add(CreateShardKey(collection=situation.physical, address=address, params=params), because=[change])


def _named(spec: dict[str, object], key: str) -> dict[str, object]:
    keys = spec.get("shard_keys") or ()
    assert isinstance(keys, (list, tuple))
    return next(dict(one) for one in keys if str(one["shard_key"]) == key)
