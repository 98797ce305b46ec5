"""Peers of a cluster that don't know what the others know."""

from __future__ import annotations

from qschema.client.gates import too_new, version_of
from qschema.planner.warnings.warning import Facts, Found, PlanWarning, about
from qschema.schema.spec import WIRE_MODELS

ID = "older-peer"
UNKNOWN = "unknown-peer"


def find(facts: Facts) -> Found:
    """Warn of settings that are there and that an older peer ignores, and of peers whose version nobody tells."""
    instance = facts.instance
    if unknown := [peer for peer, version in instance.peers.items() if version is None]:
        yield PlanWarning(
            id=UNKNOWN,
            address="",
            what=f"nobody tells the versions of {len(unknown)} of the cluster's {len(instance.peers)} peers",
            fix="plan with a key that may read /telemetry; an older peer ignores what it doesn't know",
        )
    if instance.lowest == instance.version:
        return
    for situation in facts.situations:
        if situation.live is None:
            continue
        for gated in too_new(situation.live.spec, version_of(instance.lowest), standing_for=WIRE_MODELS):
            first = ".".join(map(str, gated.first))
            yield about(
                situation,
                ID,
                gated.path,
                f"it came with Qdrant {first}, and a peer is {instance.lowest}: that one ignores it without a word",
                "finish the upgrade of the cluster",
            )
