"""Collections of a cluster that one lost node makes unreadable."""

from __future__ import annotations

from qschema.planner.paths import get
from qschema.planner.steps import UpdateCollection
from qschema.planner.warnings.warning import Facts, Found, about

ID = "single-replica"
NOT_MOVED = "replicas-not-moved"


def find(facts: Facts) -> Found:
    """Warn of one replica on a cluster, and of a factor that alone moves nothing."""
    if len(facts.instance.peers) < 2:
        return
    for situation in facts.situations:
        steps = facts.steps_of(situation)
        path = ("replication_factor",)
        if steps and (get(situation.full, path) or get(situation.shown, path) or 1) == 1:
            yield about(
                situation,
                ID,
                path,
                f"the cluster has {len(facts.instance.peers)} peers, and each shard of it lies on one",
                "declare replication_factor: 2 or more, else a node that is down takes data with it",
            )
        for step in steps:
            if isinstance(step, UpdateCollection) and path[0] in step.after and not step.completes:
                yield about(
                    situation,
                    NOT_MOVED,
                    path,
                    "an open-source cluster only notes the new factor; shards that are there stay where they are",
                    "call POST /collections/NAME/cluster with replicate_shard or drop_replica for each shard",
                )
